/// Writes JSON objects in the order in which fields are added.
///
/// A storm renders ten thousand bodies at once, each from a dozen values that are already text or numbers: a general
/// encoder costs more than the request that carries the body. All goes into one buffer, nested objects in their place.
/// RFC 8259, section 7 for the escapes.
package struct JSONText {
  private var bytes: [UInt8] = []
  /// Nothing stands in the innermost object yet.
  private var isEmpty = true

  package init() {
    bytes.reserveCapacity(1536)
    bytes.append(UInt8(ascii: "{"))
  }

  package mutating func field(_ name: String, _ value: String?) {
    begin(name)
    if let value { append(value) } else { raw("null") }
  }

  package mutating func field(_ name: String, _ value: some BinaryInteger) {
    begin(name)
    raw(String(value))
  }

  package mutating func field(_ name: String, _ values: [String]) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  package mutating func object(_ name: String, _ build: (inout JSONText) -> Void) {
    begin(name)
    nest(build)
  }

  /// A list of objects.
  package mutating func list<Item>(_ name: String, _ items: [Item], _ build: (Item, inout JSONText) -> Void) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      nest { build(item, &$0) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  package mutating func flag(_ name: String, _ value: Bool) {
    begin(name)
    raw(value ? "true" : "false")
  }

  /// What is JSON already.
  package mutating func raw(_ name: String, _ json: String) {
    begin(name)
    raw(json)
  }

  /// An object of texts.
  package mutating func pairs(_ name: String, _ pairs: [(String, String)]) {
    object(name) { object in
      for (name, value) in pairs { object.field(name, value) }
    }
  }

  /// The outermost object, ended.
  package var closed: String {
    bytes.withUnsafeBufferPointer { written in
      String(unsafeUninitializedCapacity: written.count + 1) { text in
        _ = text.update(fromContentsOf: written)
        text[written.count] = UInt8(ascii: "}")
        return written.count + 1
      }
    }
  }

  private mutating func nest(_ build: (inout JSONText) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isEmpty = true
    build(&self)
    bytes.append(UInt8(ascii: "}"))
    isEmpty = false
  }

  /// A text as JSON writes it, quotes included.
  package static func quoted(_ value: String) -> String {
    var json = JSONText()
    json.append(value)
    return String(decoding: json.bytes.dropFirst(), as: UTF8.self)
  }

  private mutating func begin(_ name: String) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    append(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func raw(_ json: String) {
    var json = json
    json.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { text in
      guard text.contains(where: JSONText.needsEscape) else { return bytes.append(contentsOf: text) }
      for byte in text {
        if JSONText.needsEscape(byte) { appendEscaped(byte) } else { bytes.append(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes of characters beyond ASCII are all above these.
  private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22: raw("\\\"")
    case 0x5C: raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default: raw("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
    }
  }
}
