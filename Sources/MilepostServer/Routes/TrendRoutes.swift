import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func trendRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/projects/{project}/trend", .read, showTrend)
  }

  @Sendable private func showTrend(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["format", "lang"])
    let format = try query.one("format", of: PictureFormat.self) ?? .json
    let language = try query.one("lang", of: ViewLanguage.self) ?? .en
    let key = try context.name("project")
    let standpoint = standpoint
    let (project, trend) = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      return (project, try engine.trend(of: project, in: reader))
    }
    guard format == .svg else { return try .json(TrendView(trend, of: project)) }
    return .picture(
      TrendPicture.svg(
        trend.series, title: language.pick(project.name, en: project.nameEn), today: standpoint.today(in: project),
        isChinese: language.isChinese))
  }
}

extension TrendView {
  init(_ trend: ProjectTrend, of project: Project) {
    self.init(
      project: project.key,
      series: trend.series.map { series in
        Series(
          key: series.key, name: series.name.zh, nameEn: series.name.en, verdict: series.verdict.rawValue,
          movedDays: series.movedDays, reached: series.reached?.description,
          points: series.points.map {
            Point(on: $0.on.description, forecast: $0.forecast.description, due: $0.due.description)
          })
      }, byOwner: trend.byOwner.map(Slips.init), byReason: trend.byReason.map(Slips.init))
  }
}

extension TrendView.Slips {
  init(_ tally: SlipTally) {
    self.init(
      name: tally.name, count: tally.count, total: tally.total, mean: tally.mean, median: tally.median,
      worst: tally.worst)
  }
}
