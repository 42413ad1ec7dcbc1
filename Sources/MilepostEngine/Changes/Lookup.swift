import MilepostCore
import MilepostStore

/// Things by the names that people type, or a refusal that says what there is instead.
package enum Lookup {
  package static func project(_ key: String, in reader: StoreReader) throws -> Project {
    if let project = try reader.project(key: key) { return project }
    let shown = DraftRules.shown(key)
    let hint = Nearest.hint(for: key, among: try reader.projects(includingArchived: false).map(\.key))
    throw Refusal(
      .unknownProject, en: "There is no project “\(shown)”\(hint.en).", zh: "没有项目“\(shown)”\(hint.zh)。",
      place: "project")
  }

  package static func milestone(_ project: Project, _ key: String, in reader: StoreReader) throws -> Milestone {
    if let milestone = try reader.milestone(projectID: project.id, key: key) { return milestone }
    let shown = DraftRules.shown(key)
    let hint = Nearest.hint(for: key, among: try reader.milestones(projectID: project.id).map(\.key))
    throw Refusal(
      .unknownMilestone, en: "Project \(project.key) has no milestone “\(shown)”\(hint.en).",
      zh: "项目 \(project.key) 没有里程碑“\(shown)”\(hint.zh)。", place: "milestone")
  }

  package static func endpoint(_ name: String, in reader: StoreReader) throws -> Endpoint {
    if let endpoint = try reader.endpoint(name: name) { return endpoint }
    let shown = DraftRules.shown(name)
    let hint = Nearest.hint(for: name, among: try reader.endpoints().map(\.name))
    throw Refusal(
      .unknownEndpoint, en: "There is no webhook “\(shown)”\(hint.en).", zh: "没有 webhook“\(shown)”\(hint.zh)。",
      place: "webhook")
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
