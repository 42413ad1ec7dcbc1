/// Finds parts of a JSON text that this program wrote, without decoding the rest: bodies are put together from bodies,
/// byte for byte.
struct JSONSlice {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The value of a field of the outermost object, as it is written.
  func raw(_ name: String) -> String? {
    for (key, value) in members where key == name { return String(decoding: value, as: UTF8.self) }
    return nil
  }

  /// A field's text, if it holds one without escapes.
  func text(_ name: String) -> String? {
    guard let raw = raw(name), raw.hasPrefix("\""), !raw.contains("\\") else { return nil }
    return String(raw.dropFirst().dropLast())
  }

  /// The elements of the outermost list, as they are written.
  var items: [String] {
    guard bytes.first == UInt8(ascii: "[") else { return [] }
    return parts.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }
  }

  private var members: [(String, ArraySlice<UInt8>)] {
    guard bytes.first == UInt8(ascii: "{") else { return [] }
    return parts.compactMap { part in
      guard let end = part.dropFirst().firstIndex(of: UInt8(ascii: "\"")), end + 1 < part.endIndex else { return nil }
      return (String(decoding: part[(part.startIndex + 1)..<end], as: UTF8.self), part[(end + 2)...])
    }
  }

  /// What stands between the commas of the outermost object or list.
  private var parts: [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var (depth, start, isText, isEscaped) = (0, 1, false, false)
    for (index, byte) in bytes.enumerated() {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { parts.append(bytes[start..<index]) }
      case UInt8(ascii: ",") where depth == 1:
        parts.append(bytes[start..<index])
        start = index + 1
      default: break
      }
    }
    return parts
  }
}
