/// Writes JSON objects in the order in which fields are added.
///
/// A storm renders ten thousand bodies at once, each from a dozen values that are already text or numbers: a general
/// encoder costs more than the request that carries the body. RFC 8259, section 7 for the escapes.
package struct JSONText {
  package private(set) var text = "{"

  package init() {}

  package mutating func field(_ name: String, _ value: String?) {
    begin(name)
    if let value { JSONText.append(value, to: &text) } else { text += "null" }
  }

  package mutating func field(_ name: String, _ value: some BinaryInteger) {
    begin(name)
    text += String(value)
  }

  package mutating func field(_ name: String, _ values: [String]) {
    begin(name)
    text += "["
    for (index, value) in values.enumerated() {
      if index > 0 { text += "," }
      JSONText.append(value, to: &text)
    }
    text += "]"
  }

  package mutating func object(_ name: String, _ build: (inout JSONText) -> Void) {
    begin(name)
    var inner = JSONText()
    build(&inner)
    text += inner.closed
  }

  /// A list of objects.
  package mutating func list<Item>(_ name: String, _ items: [Item], _ build: (Item, inout JSONText) -> Void) {
    begin(name)
    let entries = items.map { item in
      var entry = JSONText()
      build(item, &entry)
      return entry.closed
    }
    text += "[" + entries.joined(separator: ",") + "]"
  }

  package mutating func flag(_ name: String, _ value: Bool) {
    begin(name)
    text += value ? "true" : "false"
  }

  /// What is JSON already.
  package mutating func raw(_ name: String, _ json: String) {
    begin(name)
    text += json
  }

  /// An object of texts.
  package mutating func pairs(_ name: String, _ pairs: [(String, String)]) {
    object(name) { object in
      for (name, value) in pairs { object.field(name, value) }
    }
  }

  package var closed: String { text + "}" }

  private mutating func begin(_ name: String) {
    if text.utf8.count > 1 { text += "," }
    JSONText.append(name, to: &text)
    text += ":"
  }

  private static func append(_ value: String, to text: inout String) {
    text += "\""
    let needsEscape = value.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
    if needsEscape {
      for scalar in value.unicodeScalars { appendEscaped(scalar, to: &text) }
    } else {
      text += value
    }
    text += "\""
  }

  private static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
    switch scalar.value {
    case 0x22: text += "\\\""
    case 0x5C: text += "\\\\"
    case 0x0A: text += "\\n"
    case 0x0D: text += "\\r"
    case 0x09: text += "\\t"
    case 0..<0x20:
      let digits = String(scalar.value, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: text.unicodeScalars.append(scalar)
    }
  }
}
