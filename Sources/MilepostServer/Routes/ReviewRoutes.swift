import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func reviewRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/projects/{project}/review", .read, showReview)
  }

  /// `month` is `yyyy-MM`; without it the month that runs.
  @Sendable private func showReview(_ request: Request, _ context: APIContext) async throws -> Response {
    let written = try QueryReader(request, known: ["month"]).text("month")
    let key = try context.name("project")
    let standpoint = standpoint
    let view = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let day = try written.map { text throws(Refusal) in
        guard text.utf8.count == 7, let day = CivilDate("\(text)-01") else {
          throw QueryReader.invalid("month", text, en: "a month such as 2022-06", zh: "月份，例如 2022-06")
        }
        return day
      }
      let month = MonthReview.month(of: day ?? standpoint.today(in: project))
      let review = MonthReview(project, try reader.milestones(projectID: project.id), month: month)
      return ReviewView(review, of: project)
    }
    return try .json(view)
  }
}

extension ReviewView {
  init(_ review: MonthReview, of project: Project) {
    self.init(
      project: project.key, month: String(review.month.lowerBound.description.prefix(7)),
      rows: review.rows.map { row in
        Row(
          key: row.key, name: row.name.zh, nameEn: row.name.en, plan: row.plan, actual: row.actual, unit: row.unit.zh,
          unitEn: row.unit.en, rate: row.rate, owner: row.owner, leader: row.leader)
      })
  }
}
