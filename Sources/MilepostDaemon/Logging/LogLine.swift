import Logging
import MilepostCore

/// One event as one line.
enum LogLine {
  enum Style: Sendable, Equatable {
    /// For journald, which keeps the time itself: a priority in front, as in `<6>` (sd-daemon(3)).
    case journal
    /// For people and files: time and level in front.
    case plain
  }

  /// Longer lines are cut: the journal would split them, and a runaway value must not fill the disk.
  static let bytesMax = 16_384

  /// With the line's end.
  static func text(
    level: Logger.Level, message: String, metadata: Logger.Metadata, style: Style, at now: Instant
  ) -> String {
    var line =
      switch style {
      case .journal: "<\(priority(of: level))>"
      case .plain: "\(now.rfc3339) \(level.rawValue.padded(to: 7)) "
      }
    append(message, to: &line, quoted: false)
    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
      line += " \(name)="
      append("\(value)", to: &line, quoted: true)
    }
    return cut(line) + "\n"
  }

  /// syslog's numbers.
  static func priority(of level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  /// Values stand in quotes where a reader could not tell else where they end.
  private static func append(_ text: String, to line: inout String, quoted: Bool) {
    let quote = quoted && (text.isEmpty || text.unicodeScalars.contains(where: endsValue))
    if quote { line.append("\"") }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\t": line += "\\t"
      case "\"" where quote: line += "\\\""
      case "\\" where quote: line += "\\\\"
      case _ where isControl(scalar): line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    if quote { line.append("\"") }
  }

  private static func endsValue(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\"" || scalar == "=" || scalar == "\\" || isControl(scalar)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func cut(_ line: String) -> String {
    guard line.utf8.count > bytesMax else { return line }
    let mark = "…"
    var end = line.utf8.index(line.utf8.startIndex, offsetBy: bytesMax - mark.utf8.count)
    while end.samePosition(in: line.unicodeScalars) == nil { end = line.utf8.index(before: end) }
    return line[..<end] + mark
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
