import Foundation
import MilepostCore
import Mustache

/// A stored body's values as a template sees them.
indirect enum TemplateValue: Decodable {
  case text(String)
  case whole(Int64)
  case number(Double)
  case flag(Bool)
  case list([TemplateValue])
  case table([String: TemplateValue])
  case null

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let flag = try? single.decode(Bool.self) {
      self = .flag(flag)
    } else if let whole = try? single.decode(Int64.self) {
      self = .whole(whole)
    } else if let number = try? single.decode(Double.self) {
      self = .number(number)
    } else if let text = try? single.decode(String.self) {
      self = .text(text)
    } else if let list = try? single.decode([TemplateValue].self) {
      self = .list(list)
    } else {
      self = .table(try single.decode([String: TemplateValue].self))
    }
  }

  /// Null and what is empty count as absent, so that sections and inverted sections say what people mean.
  var shown: Any {
    switch self {
    case .text(let text): TemplateText(text: text)
    case .whole(let value): value
    case .number(let value): value
    case .flag(let flag): flag
    case .list(let list): list.map(\.shown)
    case .table(let fields): fields.filter { !$0.value.isNull }.mapValues(\.shown)
    case .null: NSNull()
    }
  }

  private var isNull: Bool {
    if case .null = self { return true }
    return false
  }
}

/// A text with the helpers: `{{upper(x)}}`, `{{json(x)}}`, `{{day_zh(x)}}` …
struct TemplateText: MustacheTransformable, MustacheCustomRenderable {
  static let helpers = ["upper", "lower", "json", "url", "html", "day", "day_en", "day_zh", "time", "line"]

  let text: String

  var renderText: String { text }
  var isNull: Bool { text.isEmpty }

  func transform(_ name: String) -> Any? {
    switch name {
    case "upper": TemplateText(text: text.uppercased())
    case "lower": TemplateText(text: text.lowercased())
    case "json": TemplateText(text: JSONText.quoted(text))
    case "url": TemplateText(text: TemplateEscapes.url(text))
    case "html": TemplateText(text: MailText.escaped(text))
    case "line": TemplateText(text: String(text.map { $0.isNewline ? " " : $0 }))
    case "day": TemplateText(text: String(text.prefix(10)))
    case "time": TemplateText(text: String(text.dropFirst(11).prefix(5)))
    case "day_en": date { "\($0.day) \(Self.months[$0.month - 1]) \($0.year)" }
    case "day_zh": date { "\($0.year)年\($0.month)月\($0.day)日" }
    default: nil
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// What is no date stays as it is.
  private func date(_ write: ((year: Int, month: Int, day: Int)) -> String) -> TemplateText {
    let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1...12).contains(parts[1]) else { return self }
    return TemplateText(text: write((parts[0], parts[1], parts[2])))
  }
}

/// How values are written into each kind of content.
enum TemplateEscapes {
  /// Tells the library about them, once.
  static let register: Void = {
    MustacheContentTypes.register(JSONStrings(), named: "MILEPOST_JSON")
    MustacheContentTypes.register(FormFields(), named: "MILEPOST_FORM")
  }()

  static func isJSON(_ contentType: String) -> Bool {
    let type = contentType.lowercased().prefix { $0 != ";" }
    return type.hasSuffix("/json") || type.hasSuffix("+json")
  }

  static func name(contentType: String) -> String {
    let type = contentType.lowercased()
    if isJSON(type) { return "MILEPOST_JSON" }
    if type.hasPrefix("application/x-www-form-urlencoded") { return "MILEPOST_FORM" }
    return type.contains("html") || type.contains("xml") ? "HTML" : "TEXT"
  }

  static func url(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        encoded += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
      }
    }
    return encoded
  }

  private struct JSONStrings: MustacheContentType {
    func escapeText(_ text: String) -> String { String(JSONText.quoted(text).dropFirst().dropLast()) }
  }

  private struct FormFields: MustacheContentType {
    func escapeText(_ text: String) -> String { TemplateEscapes.url(text) }
  }
}
