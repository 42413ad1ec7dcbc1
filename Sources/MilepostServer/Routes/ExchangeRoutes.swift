import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostExchange
import MilepostStore

/// Plans of other programs, in and out.
extension API {
  func exchangeRoutes(_ routes: inout RouteTable) {
    routes.on(.post, "/v1/projects/{project}/import", .manage, importPlan)
    routes.on(.get, "/v1/projects/{project}/export", .read, exportFile)
  }

  enum ImportFormat: String, CaseIterable, Sendable { case csv, xer, mspdi }
  enum ExportFormat: String, CaseIterable, Sendable { case csv, ics, mspdi }

  /// Adds what the file has and the project has not, and changes what differs; nothing is removed. With `dry_run` it
  /// only says what would change.
  @Sendable private func importPlan(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["format", "dry_run"])
    let dryRun = try query.bool("dry_run") ?? false
    let format = try query.one("format", of: ImportFormat.self) ?? .csv
    let key = try context.name("project")
    let buffer = try await RequestBodyReader.bytes(request, context, limit: RequestBodyReader.importMax)
    _ = try await read { try Lookup.project(key, in: $0) }
    let (plan, notes) = try await blocking { try API.plan(buffer.readableBytesView, format, project: key) }
    let differences = try await engine.apply(
      PlanDocument(projects: [plan]), dryRun: dryRun, by: context.author())
    return try .json(
      PlanResult(applied: !dryRun, changes: differences.map(PlanChange.init), notes: notes.map(TextView.init)))
  }

  private static func plan(
    _ bytes: some Collection<UInt8>, _ format: ImportFormat, project: String
  ) throws(Refusal) -> (PlanDocument.ProjectPlan, notes: [Bilingual]) {
    switch format {
    case .csv: return (try CSVPlanReader.read(bytes, project: project), [])
    case .xer:
      let imported = try ImportedPlan(try XERReader.read(bytes), project: project)
      return (imported.plan, imported.notes)
    case .mspdi:
      let imported = try ImportedPlan(try MSPDIReader.read(bytes), project: project)
      return (imported.plan, imported.notes)
    }
  }

  @Sendable private func exportFile(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["format", "lang"])
    let format = try query.one("format", of: ExportFormat.self) ?? .csv
    let isChinese = try query.one("lang", of: ExportLanguage.self) == .zh
    let key = try context.name("project")
    let standpoint = standpoint
    let text = try await read { reader in
      let project = try Lookup.project(key, in: reader)
      let part = try engine.planPart(of: project, in: reader)
      switch format {
      case .csv:
        let network = try engine.planNetwork(of: project, in: reader)
        return part.csv(of: network, isChinese: isChinese, from: standpoint)
      case .mspdi:
        let network = try engine.planNetwork(of: project, in: reader)
        return try MSPDIWriter.text(ImportedSchedule(part, library: engine.calendars, of: network))
      case .ics: return part.calendar(isChinese: isChinese, from: standpoint)
      }
    }
    let types: [ExportFormat: String] = [.csv: "text/csv", .ics: "text/calendar", .mspdi: "application/xml"]
    let type = "\(types[format] ?? "text/plain"); charset=utf-8"
    return Response(
      status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  private enum ExportLanguage: String, CaseIterable { case en, zh }
}

extension PlanPart {
  fileprivate func csv(of network: PlanNetwork, isChinese: Bool, from standpoint: Standpoint) -> String {
    var writer = CSVPlanWriter(isChinese: isChinese)
    for activity in activities {
      let view = ActivityView(activity, in: project, of: network)
      writer.add(
        activity,
        CSVPlanWriter.Standing(
          start: view.start, forecast: view.finish, float: String(view.totalFloatDays), state: view.state))
    }
    for milestone in milestones {
      let outlook = standpoint.outlook(of: milestone, in: project)
      writer.add(
        milestone,
        CSVPlanWriter.Standing(
          forecast: outlook.forecast.description, float: String(outlook.floatDays), state: outlook.state.rawValue))
    }
    return writer.text
  }

  fileprivate func calendar(isChinese: Bool, from standpoint: Standpoint) -> String {
    var writer = ICalendarPlanWriter(
      name: isChinese ? project.name : project.nameEn ?? project.name, isChinese: isChinese)
    for milestone in milestones {
      writer.add(milestone, in: project, standpoint.outlook(of: milestone, in: project))
    }
    return writer.text
  }
}
