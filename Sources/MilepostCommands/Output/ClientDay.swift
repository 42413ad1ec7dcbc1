/// Days as numbers and back, for pictures in the terminal; the client has no calendar of its own.
enum ClientDay {
  /// Days since 1970-01-01, by Howard Hinnant's `days_from_civil`.
  static func number(_ text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
    let (era, month) = (year / 400, parts[1] + (parts[1] > 2 ? -3 : 9))
    let ofEra = year - era * 400
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + (153 * month + 2) / 5 + parts[2] - 1 - 719_468
  }

  static func text(_ day: Int) -> String {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let ofEra = shifted - era * 146_097
    let years = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * years + years / 4 - years / 100)
    let index = (5 * ofYear + 2) / 153
    let (month, day) = (index < 10 ? index + 3 : index - 9, ofYear - (153 * index + 2) / 5 + 1)
    let year = years + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}
