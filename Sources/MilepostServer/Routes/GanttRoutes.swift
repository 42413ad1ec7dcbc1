import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func ganttRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/v1/projects/{project}/gantt", .read, showGantt)
  }

  @Sendable private func showGantt(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["format", "lang", "limit"])
    let format = try query.one("format", of: PictureFormat.self) ?? .json
    let language = try query.one("lang", of: ViewLanguage.self) ?? .en
    let limit = try query.integer("limit", in: 1...QueryReader.limitMax) ?? GanttChart.rowsMax
    let key = try context.name("project")
    let (project, chart) = try await read { [engine] reader in
      let project = try Lookup.project(key, in: reader)
      return (project, try ProjectFacts(project, reader, engine).chart(rowsMax: limit))
    }
    guard format == .svg else { return try .json(GanttView(chart, of: project)) }
    let title = language.pick(project.name, en: project.nameEn)
    return .picture(GanttPicture.svg(chart, title: title, isChinese: language.isChinese))
  }
}

/// What a chart is asked for as.
enum PictureFormat: String, CaseIterable { case json, svg }

extension Response {
  static func picture(_ svg: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "image/svg+xml; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: svg)))
  }
}

extension GanttView {
  init(_ chart: GanttChart, of project: Project) {
    self.init(
      project: project.key, today: chart.today.description, baseline: chart.baseline,
      rows: chart.rows.map { row in
        Row(
          key: row.key, noun: row.noun.word, name: row.name.zh, nameEn: row.name.en, start: row.start.description,
          finish: row.finish.description, due: row.due?.description, agreedStart: row.agreedStart?.description,
          agreedFinish: row.agreedFinish?.description, started: row.isStarted, done: row.isDone,
          critical: row.isCritical, floatDays: row.floatDays, light: row.light?.rawValue, after: row.after)
      }, leftOut: chart.leftOut)
  }
}
