import MilepostCore

/// A month, day by day: what is promised, what is forecast, and which days are worked.
struct CalendarPage {
  struct Event {
    var light: String
    var lightName: String
    var href: String
    var name: String
    var project: String
    /// `promised` or `forecast`, in words.
    var kind: String
    var style: String
    var date: String
  }

  struct Day {
    var number: String
    var date: String
    var style: String
    var note: String?
    var events: [Event]
    var hasEvents: Bool
    var more: Int?
  }

  struct Week {
    var days: [Day]
  }

  var title: String
  var previous: String
  var following: String
  var current: String
  var weekdays: [String]
  var weeks: [Week]
  var agenda: [Event]
  var hasAgenda: Bool
  var agendaMore: Int?

  private static let eventsMax = 4
  /// Rows below the month.
  private static let agendaMax = 250
}

/// What the calendar is drawn from.
struct CalendarFacts: Sendable {
  /// The first day of the month.
  var month: CivilDate
  var today: CivilDate
  var calendar: WorkCalendar
  var milestones: [(project: Project, judged: ProgrammeFacts.Judged)]

  /// The weeks of the month, from Monday to Sunday.
  static func days(of month: CivilDate) -> ClosedRange<CivilDate> {
    let last = month.adding(days: CivilDate.daysInMonth(year: month.year, month: month.month) - 1)
    return month.adding(days: 1 - month.weekday)...last.adding(days: 7 - last.weekday)
  }
}

extension CalendarPage {
  init(_ facts: CalendarFacts, language: ViewLanguage) {
    let (names, dates) = (PageNames(language: language), PageDate(language: language))
    title = dates.month(facts.month)
    let length = CivilDate.daysInMonth(year: facts.month.year, month: facts.month.month)
    previous = CalendarPage.href(facts.month.adding(days: -1))
    following = CalendarPage.href(facts.month.adding(days: length))
    current = CalendarPage.href(facts.today)
    weekdays = dates.weekdayNames
    let days = CalendarFacts.days(of: facts.month)
    var events: [CivilDate: [Event]] = [:]
    for (project, judged) in facts.milestones {
      let due = judged.milestone.due.date
      if days.contains(due) {
        events[due, default: []].append(CalendarPage.event(project, judged, on: due, true, names))
      }
      let forecast = judged.outlook.forecast
      if forecast != due, days.contains(forecast) {
        events[forecast, default: []].append(CalendarPage.event(project, judged, on: forecast, false, names))
      }
    }
    let all = stride(from: days.lowerBound.dayNumber, through: days.upperBound.dayNumber, by: 1).map { number in
      let day = CivilDate(dayNumber: number)
      return CalendarPage.day(day, facts, events[day] ?? [], names)
    }
    weeks = stride(from: 0, to: all.count, by: 7).map { Week(days: Array(all[$0..<($0 + 7)])) }
    let inMonth = events.filter { $0.key.month == facts.month.month && $0.key.year == facts.month.year }
    let listed = inMonth.sorted { $0.key < $1.key }.flatMap(\.value)
    agenda = Array(listed.prefix(CalendarPage.agendaMax))
    hasAgenda = !agenda.isEmpty
    agendaMore = listed.count > agenda.count ? listed.count - agenda.count : nil
  }

  private static func href(_ day: CivilDate) -> String { "/calendar?month=\(day.description.prefix(7))" }

  private static func event(
    _ project: Project, _ judged: ProgrammeFacts.Judged, on day: CivilDate, _ isDue: Bool, _ names: PageNames
  ) -> Event {
    let language = names.language
    let isReached = !isDue && judged.outlook.state == .reached
    return Event(
      light: judged.outlook.light.rawValue, lightName: names.light(judged.outlook.light),
      href: PagePath.milestone(judged.milestone.key, of: project.key),
      name: language.pick(judged.milestone.name, en: judged.milestone.nameEn),
      project: language.pick(project.name, en: project.nameEn),
      kind: isDue ? names.say("promised", "承诺") : isReached ? names.say("reached", "完成") : names.say("forecast", "预计"),
      style: isDue ? "due" : "forecast", date: day.description)
  }

  private static func day(
    _ day: CivilDate, _ facts: CalendarFacts, _ events: [Event], _ names: PageNames
  ) -> Day {
    let isWorked = facts.calendar.isWorkingDay(day)
    let isWeekend = day.weekday >= 6
    let holiday = facts.calendar.exceptions[day]
    let isOut = day.month != facts.month.month
    let style = [
      isWorked ? nil : "off", isOut ? "out" : nil, day == facts.today ? "now" : nil, events.isEmpty ? nil : "has",
    ].compactMap(\.self).joined(separator: " ")
    let note: String? =
      if let holiday, !isWorked, !isWeekend || !holiday.name.isEmpty {
        holiday.name.isEmpty ? names.say("day off", "休") : holiday.name
      } else if isWorked, isWeekend { names.say("worked", "班") } else { nil }
    return Day(
      number: "\(day.day)", date: PageDate(language: names.language).long(day), style: style, note: note,
      events: Array(events.prefix(eventsMax)), hasEvents: !events.isEmpty,
      more: events.count > eventsMax ? events.count - eventsMax : nil)
  }
}
