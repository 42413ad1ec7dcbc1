import MilepostCore
import MilepostStore

/// Projects and milestones by id, each read once for an answer.
struct Names {
  let reader: StoreReader
  private var projects: [Int64: Project?] = [:]
  private var milestones: [Int64: Milestone?] = [:]

  init(_ reader: StoreReader) { self.reader = reader }

  mutating func project(id: Int64) throws -> Project? {
    if let known = projects[id] { return known }
    let project = try reader.project(id: id)
    projects[id] = .some(project)
    return project
  }

  /// A milestone and its project; nil when the milestone is no longer there.
  mutating func milestone(id: Int64) throws -> (project: Project, milestone: Milestone)? {
    let milestone: Milestone?
    if let known = milestones[id] {
      milestone = known
    } else {
      milestone = try reader.milestone(id: id)
      milestones[id] = .some(milestone)
    }
    guard let milestone, let project = try project(id: milestone.projectID) else { return nil }
    return (project, milestone)
  }
}
