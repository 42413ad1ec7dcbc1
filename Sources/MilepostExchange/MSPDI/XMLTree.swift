import Foundation
import MilepostCore

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads XML as a stream and hands over each element of some names as a small tree, so that a large file costs memory
/// for what is taken from it only.
final class XMLTree: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var text = ""
    var children: [Element] = []

    subscript(name: String) -> String? {
      children.first { $0.name == name }.flatMap { $0.text.isEmpty ? nil : $0.text }
    }

    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }
  }

  private static let depthMax = 40
  private static let textMax = 1 << 20

  private let taken: Set<String>
  private let onElement: (Element) -> Void
  private var open: [Element] = []
  private var depth = 0
  private var fault: Refusal?
  private var text = 0

  private init(taking names: Set<String>, _ onElement: @escaping (Element) -> Void) {
    taken = names
    self.onElement = onElement
  }

  /// Refuses document types and entities, which nothing that is exchanged needs, and what is not well-formed.
  static func read(
    _ bytes: [UInt8], taking names: Set<String>, _ onElement: @escaping (Element) -> Void
  ) throws(Refusal) {
    guard let text = XMLText.body(of: bytes) else {
      throw Refusal(
        .malformedInput, en: "The XML is not the text that it says it is; export it again, as UTF-8.",
        zh: "XML 不是其声明的文本；请重新导出为 UTF-8。")
    }
    for word in ["<!DOCTYPE", "<!ENTITY"] where text.firstRange(of: Array(word.utf8)) != nil {
      throw Refusal(
        .malformedInput, en: "The XML declares a document type or entities, which are not taken; export it again.",
        zh: "XML 含有文档类型或实体声明，不予接受；请重新导出。")
    }
    let tree = XMLTree(taking: names, onElement)
    let parser = XMLParser(data: Data(XMLText.declaration) + text)
    parser.shouldResolveExternalEntities = false
    parser.shouldProcessNamespaces = false
    parser.delegate = tree
    let isWhole = parser.parse()
    if let fault = tree.fault { throw fault }
    // The parser takes a file that ends in the middle for a whole one.
    guard isWhole, tree.depth == 0 else {
      throw Refusal(
        .malformedInput,
        en: "This is no well-formed XML: line \(parser.lineNumber), column \(parser.columnNumber).",
        zh: "XML 格式有误：第 \(parser.lineNumber) 行第 \(parser.columnNumber) 列。", place: "line \(parser.lineNumber)")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    depth += 1
    guard depth <= XMLTree.depthMax else { return refuse(parser, en: "is nested too deep", zh: "嵌套过深") }
    guard !open.isEmpty || taken.contains(name) else { return }
    text = 0
    open.append(Element(name: name))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard let last = open.indices.last else { return }
    text += string.utf8.count
    guard text <= XMLTree.textMax else {
      return refuse(parser, en: "has a text of over a megabyte", zh: "含有超过 1 MB 的文本")
    }
    open[last].text += string
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    depth -= 1
    guard var element = open.popLast() else { return }
    element.text = DraftRules.trimmed(element.text)
    if let parent = open.indices.last {
      open[parent].children.append(element)
    } else {
      onElement(element)
    }
  }

  private func refuse(_ parser: XMLParser, en: String, zh: String) {
    fault = Refusal(.malformedInput, en: "The XML \(en).", zh: "XML \(zh)。", place: "line \(parser.lineNumber)")
    parser.abortParsing()
  }
}
