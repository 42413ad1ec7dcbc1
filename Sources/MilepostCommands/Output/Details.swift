/// What is known of one thing, name by name.
struct Details {
  private var lines: [(name: String, value: String, style: Style)] = []

  mutating func add(_ name: String, _ value: String?, _ style: Style = .plain) {
    guard let value, !value.isEmpty else { return }
    lines.append((PlainText.line(name), PlainText.line(value), style))
  }

  /// Names in a column of their own, each followed by a colon.
  func rendered(palette: Palette) -> String {
    let widest = lines.reduce(0) { max($0, DisplayWidth.of($1.name)) }
    return lines.map { line in
      let padding = String(repeating: " ", count: widest - DisplayWidth.of(line.name))
      return "\(palette.paint(line.name + ":", .faint)) \(padding)\(palette.paint(line.value, line.style))"
    }.joined(separator: "\n")
  }
}
