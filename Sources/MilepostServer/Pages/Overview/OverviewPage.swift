import MilepostAPI
import MilepostCore
import MilepostStore

/// The programme at a glance: lights, what somebody must decide today, and every project in a line.
struct OverviewPage {
  struct Count {
    var value: Int
    var label: String
    var style: String
  }

  struct Share {
    var light: String
    var name: String
    var count: Int
    /// Of a hundred parts.
    var offset: String
    var width: String
    var href: String
  }

  struct Row {
    var light: String
    var lightName: String
    var href: String
    var name: String
    var owner: String?
    var nextHref: String?
    var nextName: String?
    var nextDue: String?
    var nextForecast: String?
    var nextLeft: String?
    var isLate: Bool
    var float: String?
    var floatStyle: String
    var reached: Int
    var milestones: Int
    var alerts: Int?
    var strip: String?
  }

  struct Option {
    var value: String
    var text: String
    var chosen: Bool
  }

  var date: String
  var isRehearsal: Bool
  var counts: [Count]
  var shares: [Share]
  var summary: String
  var decisions: [Decision]
  var decisionsLeft: Int?
  var rows: [Row]
  var hasProjects: Bool
  var hasStrip: Bool
  var axisFrom: String
  var axisTo: String
  var lights: [Option]
  var owners: [Option]
  var labels: [Option]
  var sorts: [Option]
  var isFiltered: Bool
  /// Decisions shown at once.
  static let decisionsMax = 12
  private static let optionsMax = 60
}

extension OverviewPage {
  init(_ facts: ProgrammeFacts, choice: OverviewChoice, language: ViewLanguage) {
    let names = PageNames(language: language)
    let dates = PageDate(language: language)
    let chosen = choice.apply(to: facts.items)
    date = dates.long(facts.today)
    isRehearsal = facts.isRehearsal
    let most = choice.showsAllDecisions ? Int.max : OverviewPage.decisionsMax
    let (shown, total) = Decision.gravest(most, of: facts, language: language)
    decisions = shown
    decisionsLeft = total > shown.count ? total - shown.count : nil
    counts = OverviewPage.counts(facts, names)
    shares = OverviewPage.shares(facts.items, names)
    summary = OverviewPage.summary(of: shares, language)
    let days = OverviewPage.span(chosen)
    rows = chosen.map { OverviewPage.row($0, days, names, dates) }
    hasProjects = !facts.items.isEmpty
    hasStrip = chosen.contains { !$0.milestones.isEmpty }
    axisFrom = dates.short(days.lowerBound, in: facts.today.year)
    axisTo = dates.short(days.upperBound, in: facts.today.year)
    let any = Option(value: "", text: names.say("All", "全部"), chosen: false)
    lights =
      [any]
      + MilestoneOutlook.Light.allCases.reversed().map {
        Option(value: $0.rawValue, text: names.light($0), chosen: choice.light == $0)
      }
    owners =
      [any]
      + Set(facts.items.compactMap(\.project.owner)).sorted().prefix(OverviewPage.optionsMax).map {
        Option(value: $0, text: $0, chosen: choice.owner == $0)
      }
    let written = Set(facts.items.flatMap { $0.project.labels.map { "\($0.key)=\($0.value)" } })
    labels =
      [any]
      + written.sorted().prefix(OverviewPage.optionsMax).map {
        Option(value: $0, text: $0.replacing("=", with: ": "), chosen: choice.label == $0)
      }
    let kinds = [("", "Urgency", "紧急程度"), ("due", "Next date", "下一日期"), ("name", "Name", "名称")]
    sorts = kinds.map { Option(value: $0.0, text: names.say($0.1, $0.2), chosen: choice.sort.rawValue == $0.0) }
    isFiltered = choice.isFiltering
  }

  private static func counts(_ facts: ProgrammeFacts, _ names: PageNames) -> [Count] {
    let late = facts.items.reduce(0) { $0 + $1.tally.overdue }
    let risk = facts.items.reduce(0) { $0 + $1.tally.late } - late
    let near = facts.items.reduce(0) { $0 + $1.tally.near }
    let alerts = facts.items.reduce(0) { $0 + $1.alerts }
    let lost = facts.undelivered.reduce(0) { $0 + $1.count }
    func style(_ count: Int, _ name: String) -> String { count > 0 ? name : "quiet" }
    return [
      Count(value: facts.items.count, label: names.say("projects", "个项目"), style: "plain"),
      Count(
        value: facts.items.reduce(0) { $0 + $1.tally.open }, label: names.say("open milestones", "个未完成节点"),
        style: "plain"),
      Count(value: late, label: names.say("late", "个逾期"), style: style(late, "red")),
      Count(value: max(0, risk), label: names.say("at risk", "个预警"), style: style(risk, "orange")),
      Count(value: near, label: names.say("due in 14 days", "个14天内到期"), style: style(near, "yellow")),
      Count(value: alerts, label: names.say("to acknowledge", "条提醒未确认"), style: style(alerts, "blue")),
      Count(value: lost, label: names.say("not delivered", "条未送达"), style: style(lost, "red")),
    ]
  }

  static func summary(of shares: [Share], _ language: ViewLanguage) -> String {
    shares.map { "\($0.name) \($0.count)" }.joined(separator: language == .en ? ", " : "，")
  }

  static func shares(_ items: [ProgrammeFacts.Item], _ names: PageNames) -> [Share] {
    var offset = 0.0
    return MilestoneOutlook.Light.allCases.reversed().compactMap { light -> Share? in
      let count = items.count { $0.light == light }
      guard count > 0 else { return nil }
      let width = Double(count) / Double(items.count) * 100
      defer { offset += width }
      return Share(
        light: light.rawValue, name: names.light(light), count: count, offset: tenths(offset), width: tenths(width),
        href: "/?light=\(light.rawValue)")
    }
  }

  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// The days that every row's line runs over: those of all that is promised, within a year about today.
  private static func span(_ items: [ProgrammeFacts.Item]) -> ClosedRange<CivilDate> {
    let today = items.map(\.today).max() ?? CivilDate(dayNumber: 0)
    let dates = items.flatMap(\.milestones).flatMap { [$0.milestone.due.date, $0.outlook.forecast] }
    let first = max(today.adding(days: -183), min(dates.min() ?? today, today)).adding(days: -7)
    return first...max(min(dates.max() ?? today, today.adding(days: 366)).adding(days: 7), first.adding(days: 28))
  }

  private static func row(
    _ item: ProgrammeFacts.Item, _ days: ClosedRange<CivilDate>, _ names: PageNames, _ dates: PageDate
  ) -> Row {
    let (project, next) = (item.project, item.next)
    let due = next?.milestone.due.date
    let isMoved = next.map { $0.outlook.forecast != $0.milestone.due.date } ?? false
    let strip =
      item.milestones.isEmpty
      ? nil
      : StripPicture.svg(
        item.milestones.filter { days.contains($0.outlook.forecast) }.map {
          StripPicture.Mark(date: $0.outlook.forecast, light: $0.outlook.light)
        }, days: days, today: item.today)
    return Row(
      light: item.light.rawValue, lightName: names.light(item.light), href: PagePath.project(project.key),
      name: names.language.pick(project.name, en: project.nameEn), owner: project.owner,
      nextHref: next.map { PagePath.milestone($0.milestone.key, of: project.key) },
      nextName: next.map { names.language.pick($0.milestone.name, en: $0.milestone.nameEn) },
      nextDue: due.map { dates.short($0, in: item.today.year) },
      nextForecast: isMoved ? next.map { dates.short($0.outlook.forecast, in: item.today.year) } : nil,
      nextLeft: due.map { dates.left($0.days(since: item.today)) },
      isLate: next.map { $0.outlook.floatDays < 0 || $0.outlook.daysOverdue > 0 } ?? false,
      float: next.map { names.float($0.outlook.floatDays) },
      floatStyle: next.map { $0.outlook.floatDays < 0 ? "bad" : "fine" } ?? "fine",
      reached: item.tally.milestones - item.tally.open, milestones: item.tally.milestones,
      alerts: item.alerts > 0 ? item.alerts : nil, strip: strip)
  }
}
