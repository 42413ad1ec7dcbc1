import MilepostCore

/// Texts as they may stand in an XML 1.0 document, in an element or in a quoted attribute.
enum XMLEscapes {
  /// Characters that XML does not know become spaces, and so do ends of lines, unless they are kept.
  static func escaped(_ text: String, keepingLines: Bool = false) -> String {
    var legal = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isKept =
        switch scalar {
        case "\t", "\n", "\r": keepingLines
        default:
          scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.value & 0xFFFE != 0xFFFE
        }
      legal.append(isKept ? scalar : " ")
    }
    return Markup.escaped(String(legal))
  }
}
