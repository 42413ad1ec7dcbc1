import MilepostCore
import MilepostStore

/// Things by the names that people type, or a refusal that says what there is instead.
package enum Lookup {
  package static func project(_ key: String, in reader: StoreReader) throws -> Project {
    if let project = try reader.project(key: key) { return project }
    throw Refusal.unknownProject(key, among: try reader.projects(includingArchived: false).map(\.key))
  }

  package static func milestone(_ project: Project, _ key: String, in reader: StoreReader) throws -> Milestone {
    if let milestone = try reader.milestone(projectID: project.id, key: key) { return milestone }
    throw Refusal.unknownMilestone(
      key, project: project.key, among: try reader.milestones(projectID: project.id).map(\.key))
  }

  package static func activity(_ project: Project, _ key: String, in reader: StoreReader) throws -> PlanActivity {
    if let activity = try reader.activity(projectID: project.id, key: key) { return activity }
    throw Refusal.unknownActivity(
      key, project: project.key, among: try reader.activities(projectID: project.id).map(\.key))
  }

  package static func route(_ name: String, in reader: StoreReader) throws -> Route {
    let routes = try reader.routes()
    if let route = routes.first(where: { $0.name == name }) { return route }
    throw Refusal.unknownRoute(name, among: routes)
  }

  package static func endpoint(_ name: String, in reader: StoreReader) throws -> Endpoint {
    if let endpoint = try reader.endpoint(name: name) { return endpoint }
    throw Refusal.unknownEndpoint(name, among: try reader.endpoints().map(\.name))
  }
}

extension UnitOfWork {
  func project(_ key: String) throws -> Project { try Lookup.project(key, in: reader) }

  /// A project that may still be changed.
  func liveProject(_ key: String) throws -> Project {
    let project = try project(key)
    guard project.archivedAt == nil else {
      throw Refusal(
        .wrongState, en: "Project \(key) is archived; nothing in it can be changed.", zh: "项目 \(key) 已归档，不能再修改。",
        place: "project")
    }
    return project
  }

  func refuseUnlessRevision(_ expected: Int64?, is revision: Int64) throws {
    guard let expected, expected != revision else { return }
    throw Refusal(
      .conflict, en: "It was changed by someone else (revision \(revision), you had \(expected)); look again first.",
      zh: "内容已被他人修改（当前版本 \(revision)，您的版本 \(expected)），请重新查看后再改。")
  }
}
