import MilepostCore
import MilepostStore

/// How a project's forecasts have moved.
package struct ProjectTrend: Sendable {
  package var series: [TrendSeries]
  /// Slips by who answers for what drove them, and by the reason given.
  package var byOwner: [SlipTally]
  package var byReason: [SlipTally]
}

extension Engine {
  /// Points of one milestone that are looked at, the newest.
  private static let pointsMax = 10_000

  /// The history of every milestone of a project, and sums of its slips.
  package func trend(of project: Project, in reader: StoreReader) throws -> ProjectTrend {
    let context = ProjectContext(project, configuration: configuration, now: clock.now())
    let owners = Dictionary(
      try reader.activities(projectID: project.id).map { ("\(project.key)/\($0.key)", $0.owner) }
    ) { first, _ in first }
    var trend = ProjectTrend(series: [], byOwner: [], byReason: [])
    var (owned, reasoned): ([(name: String, days: Int)], [(name: String, days: Int)]) = ([], [])
    for milestone in try reader.milestones(projectID: project.id) {
      let points = try reader.forecasts(milestoneID: milestone.id, limit: Engine.pointsMax)
      trend.series.append(
        TrendSeries(
          key: milestone.key, name: Bilingual(en: milestone.nameEn ?? milestone.name, zh: milestone.name),
          points: points.map {
            TrendSeries.Point(on: context.zone.civilDate(at: $0.at), forecast: $0.forecast, due: $0.due)
          }, reached: milestone.actual))
      for (before, after) in zip(points, points.dropFirst()) {
        let days = after.forecast.days(since: before.forecast)
        let owner = after.driver.flatMap { owners[$0] ?? nil } ?? project.owner ?? ""
        owned.append((owner, days))
        reasoned.append((after.reason ?? "", days))
      }
    }
    trend.byOwner = SlipTally.tallies(owned)
    trend.byReason = SlipTally.tallies(reasoned)
    return trend
  }
}
