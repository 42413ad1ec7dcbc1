import MilepostCore

/// How iCalendar writes things (RFC 5545).
enum ICalendarText {
  static func day(_ date: CivilDate) -> String { date.description.filter { $0 != "-" } }

  static func stamp(_ instant: Instant) -> String {
    instant.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }

  /// 3.3.11.
  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
      .replacing("\r\n", with: "\\n").replacing("\r", with: "\\n").replacing("\n", with: "\\n")
  }

  /// Lines of 75 bytes at most, cut between characters (3.1).
  static func folded(_ line: String) -> [String] {
    guard line.utf8.count > 75 else { return [line] }
    var lines: [String] = []
    var current = ""
    for scalar in line.unicodeScalars {
      if current.utf8.count + String(scalar).utf8.count > 75 {
        lines.append(current)
        current = " "
      }
      current.unicodeScalars.append(scalar)
    }
    return lines + [current]
  }

  static func document(_ lines: [String]) -> String {
    lines.flatMap(folded).map { $0 + "\r\n" }.joined()
  }
}
