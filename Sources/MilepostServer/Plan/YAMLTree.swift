import MilepostCore
import Yams

/// Reads YAML text (JSON is YAML too) into `InputNode`s that know their lines.
package enum YAMLTree {
  /// Throws `malformed_input` with the line, or `duplicate_key`. Nil when there is nothing but comments.
  ///
  /// One document only: which of two in one file counts would be a guess. Anchors and aliases
  /// are refused: a few lines of them can stand for more values than memory holds.
  package static func read(_ text: String) throws(Refusal) -> InputNode? {
    // The parser resolves aliases while it reads, so they are to be found before it gets to see any. With every `*`
    // replaced there is none left, every anchor is where it was, and lines and columns still count the same.
    if text.utf8.contains(UInt8(ascii: "*")), text.utf8.contains(UInt8(ascii: "&")) {
      let harmless = text.unicodeScalars.map { $0 == "*" ? "\u{E000}" : $0 }
      _ = try tree(of: String(String.UnicodeScalarView(harmless)))
    }
    return try tree(of: text)
  }

  private static func tree(of text: String) throws(Refusal) -> InputNode? {
    do {
      let parser = try Parser(yaml: text, encoding: .utf8)
      // Nodes hold their anchors weakly: the parser must outlive the look at them.
      return try withExtendedLifetime(parser) {
        guard let root = try parser.singleRoot() else { return nil }
        return try convert(root, path: "", depth: 0)
      }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw refusal(of: error)
    }
  }

  private static func convert(_ node: Node, path: String, depth: Int) throws(Refusal) -> InputNode {
    let mark = node.mark.map { InputMark(line: $0.line, column: $0.column) }
    guard node.anchor == nil else { throw anchored(path: path, mark: mark) }
    guard depth < InputNode.depthMax else {
      throw .input(.malformedInput, en: "It is nested too deeply.", zh: "嵌套层次过深。", path: path, mark: mark)
    }
    switch node {
    case .scalar(let scalar): return InputNode(value(of: scalar), mark: mark)
    case .alias: throw anchored(path: path, mark: mark)
    case .sequence(let sequence):
      var items: [InputNode] = []
      items.reserveCapacity(sequence.count)
      for (index, item) in sequence.enumerated() {
        items.append(try convert(item, path: InputPath.item(index, of: path), depth: depth + 1))
      }
      return InputNode(.list(items), mark: mark)
    case .mapping(let mapping):
      return InputNode(.table(try fields(mapping, path: path, depth: depth)), mark: mark)
    }
  }

  private static func fields(
    _ mapping: Node.Mapping, path: String, depth: Int
  ) throws(Refusal) -> [InputNode.Field] {
    var fields: [InputNode.Field] = []
    fields.reserveCapacity(mapping.count)
    var seen: Set<String> = []
    for (key, value) in mapping {
      let field = try field(key, value, path: path, depth: depth)
      // To the parser `1` and `"1"` are two keys; here both are names.
      guard seen.insert(field.name).inserted else {
        throw duplicate(field.name, mark: field.mark ?? InputMark(line: 1, column: 1))
      }
      fields.append(field)
    }
    return fields
  }

  private static func field(
    _ key: Node, _ value: Node, path: String, depth: Int
  ) throws(Refusal) -> InputNode.Field {
    let mark = key.mark.map { InputMark(line: $0.line, column: $0.column) }
    guard case .scalar(let name) = key else {
      throw .input(.wrongType, en: "A key must be a plain text.", zh: "键应为普通文本。", path: path, mark: mark)
    }
    guard key.anchor == nil else { throw anchored(path: path, mark: mark) }
    let inner = InputPath.field(name.string, of: path)
    return InputNode.Field(
      name: name.string, mark: mark, node: try convert(value, path: inner, depth: depth + 1))
  }

  /// Null only where YAML says so without quotes; every other unquoted scalar is left to whoever asks for it.
  private static func value(of scalar: Node.Scalar) -> InputNode.Value {
    guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string) ? .null : .plain(scalar.string)
  }

  private static func anchored(path: String, mark: InputMark?) -> Refusal {
    .input(
      .malformedInput, en: "Anchors (&name) and aliases (*name) are not taken; write the value out.",
      zh: "不支持锚点（&名称）和别名（*名称），请写出完整的值。", path: path, mark: mark)
  }
}

extension YAMLTree {
  private static func refusal(of error: any Error) -> Refusal {
    guard let error = error as? YamlError else { return unreadable("\(error)", mark: InputMark(line: 1, column: 1)) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return unreadable(problem, mark: InputMark(line: mark.line, column: mark.column))
    case .composer(_, let problem, let mark, _):
      let place = InputMark(line: mark.line, column: mark.column)
      if problem.contains("another document") { return severalDocuments(place) }
      // The only other fault of composition is an alias whose anchor is not there.
      return anchored(path: "", mark: place)
    case .reader(let problem, let offset, _, let yaml):
      return unreadable(problem, mark: mark(atCharacter: offset ?? 0, of: yaml))
    case .duplicatedKeysInMapping(let names, let context):
      return duplicate(names.first ?? "", mark: InputMark(line: context.mark.line, column: context.mark.column))
    case .memory:
      return Refusal(
        .malformedInput, en: "This is not well-formed YAML: it is nested too deeply.", zh: "YAML 格式有误：嵌套层次过深。")
    default: return unreadable("\(error)", mark: InputMark(line: 1, column: 1))
    }
  }

  private static func unreadable(_ problem: String, mark: InputMark) -> Refusal {
    let sentence = YAMLProblem.sentence(for: problem)
    return .malformed("YAML", en: sentence.en, zh: sentence.zh, mark: mark)
  }

  private static func severalDocuments(_ mark: InputMark) -> Refusal {
    .input(
      .malformedInput, en: "A second document begins here; a file holds one document.", zh: "此处开始了第二个文档；一个文件只能有一个文档。",
      path: "", mark: mark)
  }

  private static func duplicate(_ name: String, mark: InputMark) -> Refusal {
    let shown = DraftRules.shown(name)
    return .input(
      .duplicateKey, en: "The key “\(shown)” is given twice; keep one.", zh: "键“\(shown)”重复出现，请只保留一个。", path: shown,
      mark: mark)
  }

  private static func mark(atCharacter offset: Int, of text: String) -> InputMark {
    let before = text.prefix(offset)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    return InputMark(line: max(1, lines.count), column: (lines.last?.count ?? 0) + 1)
  }
}
