/// Text from elsewhere as it may stand on a terminal.
enum PlainText {
  /// One line: control characters, which could move the cursor or restyle the terminal, become `·`, and so do marks
  /// that turn the direction of what follows.
  static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isDangerous) else { return text }
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { line.append(isDangerous(scalar) ? "·" : scalar) }
    return String(line)
  }

  private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
