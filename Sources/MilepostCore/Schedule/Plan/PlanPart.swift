/// One project as a network takes it in.
package struct PlanPart: Sendable {
  package var project: Project
  package var calendar: WorkCalendar
  /// Calendars of the project's own, by name: what came with an imported plan.
  package var calendars: [String: ShiftCalendar]
  package var activities: [PlanActivity]
  /// All that are not removed, reached ones too: what follows them waits for them.
  package var milestones: [Milestone]

  package init(
    project: Project, calendar: WorkCalendar, calendars: [String: ShiftCalendar] = [:], activities: [PlanActivity],
    milestones: [Milestone]
  ) {
    self.project = project
    self.calendar = calendar
    self.calendars = calendars
    self.activities = activities
    self.milestones = milestones
  }
}

/// A milestone or an activity among several projects.
package struct PlanNode: Hashable, Sendable {
  package enum Noun: Hashable, Sendable { case milestone, activity }

  package var noun: Noun
  package var id: Int64
  package var project: String
  package var key: String
  package var name: Bilingual

  package var path: String { "\(project)/\(key)" }

  init(_ activity: PlanActivity, in project: Project) {
    (noun, id) = (.activity, activity.id)
    (self.project, key) = (project.key, activity.key)
    name = Bilingual(en: activity.nameEn ?? activity.name, zh: activity.name)
  }

  init(_ milestone: Milestone, in project: Project) {
    (noun, id) = (.milestone, milestone.id)
    (self.project, key) = (project.key, milestone.key)
    name = Bilingual(en: milestone.nameEn ?? milestone.name, zh: milestone.name)
  }
}
