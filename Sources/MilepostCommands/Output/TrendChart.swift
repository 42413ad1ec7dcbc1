import MilepostAPI

/// The milestone trend chart in characters: reports from left to right, forecasts upwards, a letter for each milestone.
struct TrendChart {
  static let rows = 16
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

  private let series: [TrendView.Series]
  private let columns: Int
  private let reports: ClosedRange<Int>
  private let dates: ClosedRange<Int>

  /// Nil when there is nothing to draw.
  init?(_ trend: TrendView, columns: Int) {
    series = Array(trend.series.filter { !$0.points.isEmpty }.prefix(TrendChart.letters.count))
    let points = series.flatMap(\.points)
    let on = points.compactMap { TrendChart.day($0.on) }
    let values = points.flatMap { [$0.forecast, $0.due] }.compactMap(TrendChart.day)
    guard let first = on.min(), let last = on.max(), let low = values.min(), let high = values.max() else { return nil }
    self.columns = max(20, min(columns, 100))
    reports = first...max(first + 1, last)
    dates = low...max(low + 1, high)
  }

  func lines() -> [String] {
    var grid = [[Character]](repeating: [Character](repeating: " ", count: columns), count: TrendChart.rows)
    for (index, one) in series.enumerated() {
      var row: Int?
      for column in 0..<columns {
        let day = reports.lowerBound + column * (reports.upperBound - reports.lowerBound) / (columns - 1)
        guard let point = one.points.last(where: { TrendChart.day($0.on) ?? .max <= day }) else { continue }
        if let due = TrendChart.day(point.due), grid[self.row(due)][column] == " ", column % 2 == 0 {
          grid[self.row(due)][column] = "·"
        }
        guard let forecast = TrendChart.day(point.forecast) else { continue }
        let next = self.row(forecast)
        grid[next][column] = row == next || row == nil ? TrendChart.letters[index] : next < (row ?? 0) ? "/" : "\\"
        row = next
      }
    }
    let labels = (0..<TrendChart.rows).map { row in
      row % 5 == 0
        ? TrendChart.date(dates.upperBound - row * (dates.upperBound - dates.lowerBound) / (TrendChart.rows - 1)) : ""
    }
    let body = zip(labels, grid).map { label, cells in
      let line = String(repeating: " ", count: 10 - label.count) + label + " |" + String(cells)
      return String(line.reversed().drop(while: { $0 == " " }).reversed())
    }
    let from = TrendChart.date(reports.lowerBound)
    let to = TrendChart.date(reports.upperBound)
    let foot =
      String(repeating: " ", count: 12) + from
      + String(repeating: " ", count: max(1, columns - from.count - to.count)) + to
    return body + [String(repeating: " ", count: 11) + "+" + String(repeating: "-", count: columns), foot]
  }

  /// Which letter is which, and how far it moved.
  func legend(_ words: Words) -> [String] {
    series.enumerated().map { index, one in
      let moved = one.movedDays > 0 ? "+\(one.movedDays)" : "\(one.movedDays)"
      let days = Phrase("\(moved) days", "\(moved) 天").text(words.language)
      return "\(TrendChart.letters[index])  \(words.name(one.name, en: one.nameEn)) (\(one.key)): \(days)"
    }
  }

  private func row(_ day: Int) -> Int {
    let span = dates.upperBound - dates.lowerBound
    return (dates.upperBound - day) * (TrendChart.rows - 1) / span
  }

  /// Days since 1970-01-01, by Howard Hinnant's `days_from_civil`; the client has no calendar of its own.
  private static func day(_ text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let year = parts[1] <= 2 ? parts[0] - 1 : parts[0]
    let (era, month) = (year / 400, parts[1] + (parts[1] > 2 ? -3 : 9))
    let ofEra = year - era * 400
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + (153 * month + 2) / 5 + parts[2] - 1 - 719_468
  }

  private static func date(_ day: Int) -> String {
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
