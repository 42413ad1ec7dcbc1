/// One property of an iCalendar stream, RFC 5545, 3.1: `NAME;PARAM=VALUE:VALUE`.
struct ICalendarLine: Hashable {
  /// The line of the file on which it begins, from 1.
  let number: Int
  /// Upper case.
  let name: String
  /// Names in upper case, values as written, without quotes.
  let parameters: [String: String]
  /// As written: escapes are undone by `text`.
  let value: String

  /// The value as TEXT, RFC 5545, 3.3.11.
  var text: String {
    var result = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in value.unicodeScalars {
      if isEscaped {
        result.append(scalar == "n" || scalar == "N" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

enum ICalendarLines {
  /// The properties of `contents`, lines unfolded. Ends of line may be CRLF or LF.
  static func read(_ contents: String) throws(CalendarFault) -> [ICalendarLine] {
    var lines: [ICalendarLine] = []
    for (number, line) in unfolded(contents) {
      guard let property = property(line, number) else { throw CalendarFault.notAProperty(line: number) }
      lines.append(property)
    }
    return lines
  }

  /// Lines that are not empty, each with what was folded under it, and the number of the first.
  private static func unfolded(_ contents: String) -> [(number: Int, line: String)] {
    var lines: [(number: Int, line: String.UnicodeScalarView)] = []
    let scalars = contents.unicodeScalars
    // Scalars, since CRLF is one Character.
    for (index, physical) in scalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      var line = physical.last == "\r" ? physical.dropLast() : physical
      if index == 0, line.first == "\u{FEFF}" { line = line.dropFirst() }
      guard let first = line.first else { continue }
      if first == " " || first == "\t", !lines.isEmpty {
        lines[lines.count - 1].line.append(contentsOf: line.dropFirst())
      } else {
        lines.append((index + 1, String.UnicodeScalarView(line)))
      }
    }
    return lines.map { ($0.number, String($0.line)) }
  }

  private static func property(_ line: String, _ number: Int) -> ICalendarLine? {
    let (head, value) = parted(line)
    guard let value else { return nil }
    let parts = split(head)
    guard let name = parts.first, isName(name) else { return nil }
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      let content = part[part.index(after: equals)...]
      parameters[part[..<equals].uppercased()] = content.filter { $0 != "\"" }
    }
    return ICalendarLine(number: number, name: name.uppercased(), parameters: parameters, value: value)
  }

  /// `line` before and after its first colon outside quotes.
  private static func parted(_ line: String) -> (head: Substring, value: String?) {
    var isQuoted = false
    for index in line.unicodeScalars.indices {
      switch line.unicodeScalars[index] {
      case "\"": isQuoted.toggle()
      case ":" where !isQuoted:
        return (line[..<index], String(line.unicodeScalars[line.unicodeScalars.index(after: index)...]))
      default: continue
      }
    }
    return (line[...], nil)
  }

  /// `head` at its semicolons outside quotes.
  private static func split(_ head: Substring) -> [Substring] {
    var isQuoted = false
    return head.split(omittingEmptySubsequences: false) { character in
      if character == "\"" { isQuoted.toggle() }
      return character == ";" && !isQuoted
    }
  }

  private static func isName(_ name: Substring) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (65...90).contains($0 & 0xDF) }
  }
}
