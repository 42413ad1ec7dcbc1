import MilepostCore
import MilepostEngine

/// The moment and the calendars from which one answer sees everything.
struct Standpoint: Sendable {
  let now: Instant
  private let zones: ZoneCache
  private let calendars: CalendarLibrary

  init(_ engine: Engine) {
    now = engine.now
    zones = engine.zones
    calendars = engine.calendars
  }

  /// As the engine does: a zone that tzdata no longer has must not hide a project.
  func zone(of project: Project) -> Zone { (try? zones.zone(named: project.zone)) ?? .utc }

  func today(inZone name: String) -> CivilDate {
    ((try? zones.zone(named: name)) ?? .utc).civilDate(at: now)
  }

  func today(in project: Project) -> CivilDate { zone(of: project).civilDate(at: now) }

  func outlook(of milestone: Milestone, in project: Project) -> MilestoneOutlook {
    let calendar = (try? calendars.calendar(named: project.calendar)) ?? .weekdays
    return MilestoneOutlook(
      milestone, today: today(in: project), calendar: calendar, rule: project.lights.rule,
      lastWord: zone(of: project).civilDate(at: milestone.lastWord))
  }

  func schedule(of milestone: Milestone, in project: Project) -> AlertSchedule {
    AlertSchedule(
      due: milestone.due.date, policy: milestone.policy ?? project.policy, zone: zone(of: project),
      calendar: (try? calendars.calendar(named: project.calendar)) ?? .weekdays)
  }

  /// A date as a person wrote it, as of today in the project.
  func day(
    _ text: String, in project: Project, place: String, leaning lean: DueExpression.Lean = .ahead
  ) throws(Refusal) -> CivilDate {
    let calendar = (try? calendars.calendar(named: project.calendar)) ?? .weekdays
    do { return try DueExpression.parse(text, today: today(in: project), calendar: calendar, leaning: lean).date } catch
    {
      throw error.at(place)
    }
  }

  /// `yyyy-MM-dd HH:mm`, as clocks in the project's zone show it.
  func local(_ instant: Instant, in project: Project) -> String { LocalTime.text(instant, in: zone(of: project)) }
}

enum LocalTime {
  /// `yyyy-MM-dd HH:mm`, as clocks in `zone` show it.
  static func text(_ instant: Instant, in zone: Zone) -> String {
    "\(zone.civilDate(at: instant)) \(ClockTime.text(zone.minuteOfDay(at: instant)))"
  }
}
