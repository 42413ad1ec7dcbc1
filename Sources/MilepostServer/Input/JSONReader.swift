import MilepostCore

/// Reads JSON strictly (RFC 8259) into `InputNode`s.
///
/// Foundation's decoder accepts a repeated key, cannot list unknown ones and says where a fault lies only in words of
/// its own; here each fault has its line and column, and a key given twice is refused.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Throws `malformed_input`, or `duplicate_key`.
  static func read(_ bytes: [UInt8]) throws(Refusal) -> InputNode {
    var reader = JSONReader(bytes)
    reader.skipSpace()
    let node = try reader.value(path: "")
    reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.fault(en: "something follows the end of the value.", zh: "结尾之后还有多余内容。")
    }
    return node
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func value(path: String) throws(Refusal) -> InputNode {
    switch next {
    case UInt8(ascii: "{"): return try nested { (reader) throws(Refusal) in try reader.table(path: path) }
    case UInt8(ascii: "["): return try nested { (reader) throws(Refusal) in try reader.list(path: path) }
    case UInt8(ascii: "\""): return InputNode(.text(try string()))
    case let byte? where JSONReader.beginsNumber(byte): return try number()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw fault(en: "the text ends where a value should stand.", zh: "内容在应有值的地方结束了。")
    default: throw fault(en: "a value should stand here.", zh: "此处应为一个值。")
    }
  }

  private static func beginsNumber(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || isDigit(byte) }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func nested(
    _ body: (inout JSONReader) throws(Refusal) -> InputNode
  ) throws(Refusal) -> InputNode {
    guard depth < InputNode.depthMax else { throw fault(en: "it is nested too deeply.", zh: "嵌套层次过深。") }
    depth += 1
    position += 1
    let node = try body(&self)
    depth -= 1
    return node
  }

  private mutating func table(path: String) throws(Refusal) -> InputNode {
    var fields: [InputNode.Field] = []
    var seen: Set<String> = []
    skipSpace()
    if take("}") { return InputNode(.table([])) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else {
        throw fault(en: "a key in double quotes should stand here.", zh: "此处应为双引号括起的键。")
      }
      let name = try string()
      let inner = InputPath.field(name, of: path)
      guard seen.insert(name).inserted else { throw JSONReader.duplicate(name, path: inner) }
      skipSpace()
      guard take(":") else { throw fault(en: "a colon should stand here.", zh: "此处应为冒号。") }
      skipSpace()
      fields.append(InputNode.Field(name: name, mark: nil, node: try value(path: inner)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw fault(en: "a comma or } should stand here.", zh: "此处应为逗号或 }。") }
    return InputNode(.table(fields))
  }

  private mutating func list(path: String) throws(Refusal) -> InputNode {
    var items: [InputNode] = []
    skipSpace()
    if take("]") { return InputNode(.list([])) }
    repeat {
      skipSpace()
      items.append(try value(path: "\(path)[\(items.count)]"))
      skipSpace()
    } while take(",")
    guard take("]") else { throw fault(en: "a comma or ] should stand here.", zh: "此处应为逗号或 ]。") }
    return InputNode(.list(items))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: StaticString, _ value: InputNode.Value) throws(Refusal) -> InputNode {
    let length = word.utf8CodeUnitCount
    let matches = word.withUTF8Buffer { expected in bytes[position...].prefix(length).elementsEqual(expected) }
    guard matches else { throw fault(en: "a value should stand here.", zh: "此处应为一个值。") }
    position += length
    return InputNode(value)
  }

  private mutating func number() throws(Refusal) -> InputNode {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return InputNode(.number(String(decoding: bytes[start..<position], as: UTF8.self)))
  }

  private mutating func digits() throws(Refusal) {
    let start = position
    while let byte = next, JSONReader.isDigit(byte) { position += 1 }
    guard position > start else { throw fault(en: "a digit should stand here.", zh: "此处应为数字。") }
  }

  private static func duplicate(_ name: String, path: String) -> Refusal {
    let shown = DraftRules.shown(name)
    return .input(
      .duplicateKey, en: "The key “\(shown)” is given twice; keep one.", zh: "键“\(shown)”重复出现，请只保留一个。", path: path,
      mark: nil)
  }
}

extension JSONReader {
  private mutating func string() throws(Refusal) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let valid = String(validating: text, as: UTF8.self) else {
          throw fault(en: "the text is not UTF-8.", zh: "文本不是 UTF-8 编码。")
        }
        position += 1
        return valid
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault(en: "a control character stands inside a text.", zh: "文本中含有控制字符。")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw fault(en: "a text is not closed.", zh: "文本缺少结束的引号。")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Refusal) {
    position += 1
    let plain: UInt8? =
      switch next {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): next
      case UInt8(ascii: "b"): 0x08
      case UInt8(ascii: "f"): 0x0C
      case UInt8(ascii: "n"): 0x0A
      case UInt8(ascii: "r"): 0x0D
      case UInt8(ascii: "t"): 0x09
      default: nil
      }
    if let plain {
      text.append(plain)
      position += 1
    } else {
      guard take("u") else { throw fault(en: "there is no such escape.", zh: "没有这种转义写法。") }
      text.append(contentsOf: String(Character(try escapedScalar())).utf8)
    }
  }

  /// `\uXXXX`, or two of them that make up one character above U+FFFF.
  private mutating func escapedScalar() throws(Refusal) -> Unicode.Scalar {
    let first = try fourHexDigits()
    if (0xD800..<0xDC00).contains(first), take("\\"), take("u") {
      let second = try fourHexDigits()
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    } else if let scalar = Unicode.Scalar(first) {
      return scalar
    }
    throw fault(en: "half of a surrogate pair stands alone.", zh: "代理对不完整。")
  }

  private mutating func fourHexDigits() throws(Refusal) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault(en: "\\u needs four hexadecimal digits.", zh: "\\u 之后应为四位十六进制数字。") }
    position += 4
    return value
  }

  /// Lines and columns are counted only once something is wrong.
  private func fault(en: String, zh: String) -> Refusal {
    let before = bytes[..<position]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let line = 1 + before.count { $0 == 0x0A }
    let column = 1 + String(decoding: bytes[lineStart..<position], as: UTF8.self).count
    return .malformed("JSON", en: en, zh: zh, mark: InputMark(line: line, column: column))
  }
}
