/// How one milestone's forecast has moved, for milestone trend analysis: the day of each report against the date that was
/// then forecast. A level line is on time, a rising one slips.
package struct TrendSeries: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    /// The day from which on it was forecast.
    package var on: CivilDate
    package var forecast: CivilDate
    /// What was promised then.
    package var due: CivilDate

    package init(on: CivilDate, forecast: CivilDate, due: CivilDate) {
      self.on = on
      self.forecast = forecast
      self.due = due
    }
  }

  package enum Verdict: String, Sendable, CaseIterable { case level, rising, falling }

  package var key: String
  package var name: Bilingual
  /// In order; of several on one day the last.
  package private(set) var points: [Point]
  package var reached: CivilDate?

  /// Points in any order of days; those of one day in the order in which they came.
  package init(key: String, name: Bilingual, points: [Point], reached: CivilDate? = nil) {
    self.key = key
    self.name = name
    self.reached = reached
    var byDay: [CivilDate: Point] = [:]
    for point in points { byDay[point.on] = point }
    self.points = byDay.values.sorted { $0.on < $1.on }
  }

  /// From the first forecast to the last.
  package var verdict: Verdict {
    guard let first = points.first, let last = points.last, first.forecast != last.forecast else { return .level }
    return last.forecast > first.forecast ? .rising : .falling
  }

  /// Calendar days from the first forecast to the last; negative is earlier.
  package var movedDays: Int {
    guard let first = points.first, let last = points.last else { return 0 }
    return last.forecast.days(since: first.forecast)
  }
}

/// How far things slipped, summed by whatever somebody asks: who answers for what drove it, or why.
package struct SlipTally: Hashable, Sendable {
  package var name: String
  package var count: Int
  /// Calendar days.
  package var total: Int
  package var worst: Int
  package var median: Double

  package var mean: Double { count == 0 ? 0 : Double(total) / Double(count) }

  /// The largest sum first. Only what came later counts: what was won back is no slip.
  package static func tallies(_ slips: [(name: String, days: Int)]) -> [SlipTally] {
    Dictionary(grouping: slips.filter { $0.days > 0 }, by: \.name).map { name, slips in
      let days = slips.map(\.days).sorted()
      let middle = days.count / 2
      let median = days.count % 2 == 1 ? Double(days[middle]) : Double(days[middle - 1] + days[middle]) / 2
      return SlipTally(name: name, count: days.count, total: days.reduce(0, +), worst: days.last ?? 0, median: median)
    }.sorted { ($1.total, $0.name) < ($0.total, $1.name) }
  }
}
