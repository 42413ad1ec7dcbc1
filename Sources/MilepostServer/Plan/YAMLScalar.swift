/// Texts as YAML scalars: without quotes where nothing can mistake them, else in double quotes.
enum YAMLScalar {
  static func text(_ value: String) -> String { isPlain(value) ? value : quoted(value) }

  /// Stricter than YAML asks for: a plain text begins and ends with a letter, a digit or a mark of Chinese
  /// punctuation and holds nothing that YAML gives a meaning to, in a block or between brackets.
  private static func isPlain(_ value: String) -> Bool {
    let scalars = value.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, isWordLike(first), last != " " else { return false }
    return !reserved.contains(value.lowercased())
      && scalars.allSatisfy { isWordLike($0) || $0 == " " || plainMarks.contains($0) }
  }

  private static let plainMarks: Set<Unicode.Scalar> = ["-", "_", ".", "/", "+", "(", ")", ";"]

  /// Words that YAML readers take for something other than a text.
  private static let reserved: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf",
  ]

  private static func isWordLike(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .openPunctuation, .closePunctuation, .otherPunctuation, .dashPunctuation,
      .mathSymbol, .currencySymbol, .otherSymbol:
      return true
    default: return false
    }
  }

  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars { text += escaped(scalar) }
    return text + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\t": return "\\t"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    default: return String(Character(scalar))
    }
  }
}
