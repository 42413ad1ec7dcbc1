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
    let on = points.compactMap { ClientDay.number($0.on) }
    let values = points.flatMap { [$0.forecast, $0.due] }.compactMap(ClientDay.number)
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
        guard let point = one.points.last(where: { ClientDay.number($0.on) ?? .max <= day }) else { continue }
        if let due = ClientDay.number(point.due), grid[self.row(due)][column] == " ", column % 2 == 0 {
          grid[self.row(due)][column] = "·"
        }
        guard let forecast = ClientDay.number(point.forecast) else { continue }
        let next = self.row(forecast)
        grid[next][column] = row == next || row == nil ? TrendChart.letters[index] : next < (row ?? 0) ? "/" : "\\"
        row = next
      }
    }
    let labels = (0..<TrendChart.rows).map { row in
      row % 5 == 0
        ? ClientDay.text(dates.upperBound - row * (dates.upperBound - dates.lowerBound) / (TrendChart.rows - 1)) : ""
    }
    let body = zip(labels, grid).map { label, cells in
      let line = String(repeating: " ", count: 10 - label.count) + label + " |" + String(cells)
      return String(line.reversed().drop(while: { $0 == " " }).reversed())
    }
    let from = ClientDay.text(reports.lowerBound)
    let to = ClientDay.text(reports.upperBound)
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
}
