import MilepostCore
import MilepostEngine

/// All about one project.
struct ProjectPage {
  struct Fact {
    var name: String
    var value: String
  }

  struct Slip {
    var name: String
    var times: Int
    var days: Int
    var worst: Int
  }

  var name: String
  var owner: String?
  var key: String
  var light: String
  var lightName: String
  var date: String
  var outlook: String?
  var facts: [Fact]
  var milestones: [MilestoneLine]
  var gantt: String?
  var trend: String?
  var curve: String?
  var tallies: [TallyView]
  var gates: [GateCard]
  var byOwner: [Slip]
  var byReason: [Slip]
  var hasSlips: Bool
  var alerts: [AlertLine]
  var deliveries: [SentLine]
  var ledger: [LedgerLine]
  var hasCharts: Bool
  var hasMilestones: Bool
  var hasTallies: Bool
  var hasGates: Bool
  var hasAlerts: Bool
  var hasDeliveries: Bool
  var hasLedger: Bool
}

extension ProjectPage {
  private static let slipsMax = 8

  init(_ facts: ProjectFacts, language: ViewLanguage) {
    let (project, today) = (facts.project, facts.today)
    let names = PageNames(language: language)
    name = language.pick(project.name, en: project.nameEn)
    owner = project.owner
    key = project.key
    (light, lightName) = (facts.light.rawValue, names.light(facts.light))
    date = PageDate(language: language).long(today)
    outlook = facts.outlook.map(language.pick)
    self.facts = ProjectPage.facts(project, names)
    milestones = facts.milestones.map { MilestoneLine($0, in: project, today: today, language: language) }
    let chart = facts.chart()
    let title = language.pick(project.name, en: project.nameEn)
    gantt = chart.rows.isEmpty ? nil : GanttPicture.svg(chart, title: title, isChinese: language.isChinese)
    let series = facts.trend.series.filter { !$0.points.isEmpty }
    let isMoved = series.contains { $0.points.count > 1 }
    trend =
      !isMoved
      ? nil : TrendPicture.svg(series, title: title, today: today, isChinese: language.isChinese)
    curve = facts.curve.map { ProgressPicture.svg($0, title: title, isChinese: language.isChinese) }
    hasCharts = trend != nil || curve != nil
    tallies = facts.milestones.compactMap { TallyView($0.milestone, in: project, today: today, language: language) }
    gates = facts.milestones.compactMap { GateCard($0.milestone, in: project, today: today, language: language) }
    byOwner = ProjectPage.slips(facts.trend.byOwner, names)
    byReason = ProjectPage.slips(facts.trend.byReason, names)
    hasSlips = !byOwner.isEmpty || !byReason.isEmpty
    let byID = Dictionary(facts.milestones.map { ($0.milestone.id, $0.milestone) }) { first, _ in first }
    alerts = facts.alerts.map {
      AlertLine(
        $0, milestone: $0.milestoneID.flatMap { byID[$0] }, project: project, zone: facts.zone, language: language)
    }
    deliveries = facts.deliveries.map { SentLine($0, zone: facts.zone, language: language) }
    ledger = facts.ledger.map { LedgerLine($0, zone: facts.zone, language: language) }
    (hasMilestones, hasTallies, hasGates) = (!milestones.isEmpty, !tallies.isEmpty, !gates.isEmpty)
    (hasAlerts, hasDeliveries, hasLedger) = (!alerts.isEmpty, !deliveries.isEmpty, !ledger.isEmpty)
  }

  private static func facts(_ project: Project, _ names: PageNames) -> [Fact] {
    let own = project.facts.map { Fact(name: $0.name, value: $0.value) }
    let labels = project.labels.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let rest: [(String, String?)] = [
      (names.say("Working calendar", "工作日历"), project.calendar), (names.say("Time zone", "时区"), project.zone),
      (names.say("Light table", "亮灯规则"), project.lights.text),
      (names.say("Labels", "标签"), labels.isEmpty ? nil : labels.joined(separator: names.say(", ", "，"))),
    ]
    return own + rest.compactMap { name, value in value.map { Fact(name: name, value: $0) } }
  }

  private static func slips(_ tallies: [SlipTally], _ names: PageNames) -> [Slip] {
    tallies.prefix(slipsMax).map {
      Slip(
        name: $0.name.isEmpty ? names.say("(not said)", "（未说明）") : $0.name, times: $0.count, days: $0.total,
        worst: $0.worst)
    }
  }
}
