import MilepostCore
import MilepostStore

/// All about one milestone.
struct MilestonePage {
  struct Step {
    var name: String
    var path: String
    var start: String
    var finish: String
    var lastSafe: String?
    var float: String?
    var style: String
    var isDone: Bool
  }

  struct Move {
    var at: String
    var forecast: String
    var who: String
    var reason: String?
    var style: String
  }

  var name: String
  var key: String
  var project: String
  var projectHref: String
  var kind: String
  var light: String
  var lightName: String
  var due: String
  var written: String?
  var provisional: Bool
  var left: String?
  var forecast: String
  var forecastStyle: String
  var float: String?
  var actual: String?
  var evidence: String?
  var reason: String?
  var path: [Step]
  var hasPath: Bool
  var moves: [Move]
  var hasMoves: Bool
  var tallies: [TallyView]
  var hasTallies: Bool
  var gates: [GateCard]
  var hasGates: Bool
  var alerts: [AlertLine]
  var hasAlerts: Bool
  var labels: [ProjectPage.Fact]
  /// It is reached by saying so: not by a number, a check or a step.
  var mayReach: Bool
  var mayExpect: Bool
  var action: String
}

/// What a milestone's page is drawn from.
struct MilestoneFacts: Sendable {
  var project: Project
  var today: CivilDate
  var zone: Zone
  var judged: ProgrammeFacts.Judged
  var path: [PlanNetwork.Step]
  /// The oldest first.
  var moves: [ForecastPoint]
  /// The newest first.
  var alerts: [Alert]
}

extension MilestonePage {
  init(_ facts: MilestoneFacts, language: ViewLanguage) {
    let (project, milestone, outlook) = (facts.project, facts.judged.milestone, facts.judged.outlook)
    let (names, dates) = (PageNames(language: language), PageDate(language: language))
    let isOpen = milestone.actual == nil
    name = language.pick(milestone.name, en: milestone.nameEn)
    key = "\(project.key)/\(milestone.key)"
    self.project = language.pick(project.name, en: project.nameEn)
    projectHref = PagePath.project(project.key)
    kind = names.kind(milestone.kind)
    (light, lightName) = (outlook.light.rawValue, names.light(outlook.light))
    due = milestone.due.date.description
    written = milestone.due.written == due ? nil : milestone.due.written
    provisional = milestone.due.provisional || milestone.projection?.provisional == true
    left = isOpen ? dates.left(milestone.due.date.days(since: facts.today)) : nil
    forecast = outlook.forecast.description
    forecastStyle = isOpen && outlook.floatDays < 0 ? "bad" : "fine"
    float = isOpen ? names.float(outlook.floatDays) : nil
    actual = milestone.actual?.description
    evidence = milestone.evidence
    reason = isOpen ? milestone.projection.map { language.pick($0.reason) } : nil
    let steps = facts.path.dropLast()
    path = steps.map { MilestonePage.step($0, of: project, names) }
    moves = MilestonePage.moves(facts, language)
    tallies = [TallyView(milestone, in: project, today: facts.today, language: language)].compactMap(\.self)
    gates = [GateCard(milestone, in: project, today: facts.today, language: language)].compactMap(\.self)
    alerts = facts.alerts.map {
      AlertLine($0, milestone: nil, project: nil, zone: facts.zone, language: language)
    }
    labels = milestone.labels.sorted { $0.key < $1.key }.map { ProjectPage.Fact(name: $0.key, value: $0.value) }
    mayReach = isOpen && project.archivedAt == nil && (milestone.kind == .date || milestone.kind == .recurring)
    mayExpect = isOpen && project.archivedAt == nil && milestone.kind != .recurring
    action = PagePath.milestone(milestone.key, of: project.key)
    (hasPath, hasMoves, hasAlerts) = (!path.isEmpty, !moves.isEmpty, !alerts.isEmpty)
    (hasTallies, hasGates) = (!tallies.isEmpty, !gates.isEmpty)
  }

  private static func step(_ step: PlanNetwork.Step, of project: Project, _ names: PageNames) -> Step {
    Step(
      name: names.language.pick(step.node.name),
      path: step.node.project == project.key ? step.node.key : step.node.path, start: step.start.description,
      finish: step.finish.description, lastSafe: step.lastSafeFinish?.description, float: step.float.map(names.float),
      style: (step.float ?? 0) < 0 ? "bad" : "fine", isDone: step.isDone)
  }

  /// The newest first.
  private static func moves(_ facts: MilestoneFacts, _ language: ViewLanguage) -> [Move] {
    var before: CivilDate?
    let moves = facts.moves.map { point -> Move in
      let isLater = before.map { point.forecast > $0 } ?? false
      let isEarlier = before.map { point.forecast < $0 } ?? false
      before = point.forecast
      return Move(
        at: LocalTime.text(point.at, in: facts.zone), forecast: point.forecast.description,
        who: AlertLine.person(point.cause), reason: point.reason, style: isLater ? "bad" : isEarlier ? "good" : "fine")
    }
    return moves.reversed()
  }
}
