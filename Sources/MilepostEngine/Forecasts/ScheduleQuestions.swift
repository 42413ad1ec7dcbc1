import MilepostCore
import MilepostStore

extension Engine {
  /// One project as the schedule takes it in.
  package func planPart(of project: Project, in reader: StoreReader) throws -> PlanPart {
    let configuration = configuration
    let context = ProjectContext(project, configuration: configuration, now: clock.now())
    return PlanPart(
      project: project, calendar: context.calendar,
      calendars: try reader.calendars(projectID: project.id).mapValues { $0.resolved(in: configuration.calendars) },
      activities: try reader.activities(projectID: project.id),
      milestones: try reader.milestones(projectID: project.id))
  }

  /// The schedule of a project and of all that are linked to it, as of today.
  package func planNetwork(of project: Project, in reader: StoreReader) throws -> PlanNetwork {
    let (configuration, now) = (configuration, clock.now())
    let contexts = try reader.linkedProjects(to: project.id).compactMap { id in
      try reader.project(id: id).map { ProjectContext($0, configuration: configuration, now: now) }
    }
    return try PlanNetwork(reader: reader, contexts: contexts, calendars: configuration.calendars)
  }
}
