import MilepostCore
import MilepostEngine
import MilepostStore

extension MilestoneFacts {
  private static let movesMax = 100
  private static let alertsMax = 30

  init(_ key: String, _ name: String, _ reader: StoreReader, _ engine: Engine) throws {
    let standpoint = Standpoint(engine)
    project = try Lookup.project(key, in: reader)
    let milestone = try Lookup.milestone(project, name, in: reader)
    today = standpoint.today(in: project)
    zone = standpoint.zone(of: project)
    judged = ProgrammeFacts.Judged(milestone: milestone, outlook: standpoint.outlook(of: milestone, in: project))
    path =
      (try? engine.planNetwork(of: project, in: reader))?.drivingPath(to: milestone, keeping: milestone.buffer) ?? []
    moves = try reader.forecasts(milestoneID: milestone.id, limit: MilestoneFacts.movesMax)
    alerts = try reader.alerts(milestoneID: milestone.id, limit: MilestoneFacts.alertsMax)
  }
}

extension WallPage {
  /// Of projects that have work to show: the sentence of the day, and the plan of the first few.
  static func plans(of projects: [Project], _ reader: StoreReader, _ engine: Engine) throws -> [String: Plan] {
    var plans: [String: Plan] = [:]
    for project in projects where try reader.isScheduled(projectID: project.id) {
      guard plans.count < WallPage.plansMax else { break }
      let facts = try ProjectFacts(project, reader, engine)
      let isWorked = !facts.activities.isEmpty
      plans[project.key] = Plan(
        sentence: facts.outlook, chart: isWorked ? facts.chart(rowsMax: WallPage.planRowsMax) : nil)
    }
    return plans
  }
}

extension CalendarFacts {
  private static let milestonesMax = 1000

  /// The month that runs, unless another is asked for.
  init(_ month: CivilDate?, _ reader: StoreReader, _ engine: Engine, sees: (Project) -> Bool) throws {
    let standpoint = Standpoint(engine)
    today = standpoint.today(inZone: engine.settings.zone)
    self.month = month ?? today.adding(days: 1 - today.day)
    calendar = (try? engine.calendars.calendar(named: engine.settings.calendar)) ?? .weekdays
    var names = Names(reader)
    milestones = try reader.milestones(dueIn: CalendarFacts.days(of: self.month), limit: CalendarFacts.milestonesMax)
      .compactMap { milestone in
        guard let project = try names.project(id: milestone.projectID), sees(project) else { return nil }
        return (
          project, ProgrammeFacts.Judged(milestone: milestone, outlook: standpoint.outlook(of: milestone, in: project))
        )
      }
  }
}

/// All projects' reviews of a month.
struct ReviewSheet: Sendable {
  var month: CivilDate
  var today: CivilDate
  var facts: [ReviewFacts]

  init(_ month: CivilDate?, _ reader: StoreReader, _ engine: Engine, sees: (Project) -> Bool) throws {
    let standpoint = Standpoint(engine)
    today = standpoint.today(inZone: engine.settings.zone)
    let first = month ?? today.adding(days: 1 - today.day)
    self.month = first
    facts = try reader.projects(includingArchived: false).filter(sees).map { project in
      ReviewFacts(
        project: project,
        review: MonthReview(
          project, try reader.milestones(projectID: project.id), month: MonthReview.month(of: first)))
    }
  }
}

/// A page of alerts with what they are about.
struct AlertFacts: Sendable {
  struct Item: Sendable {
    var alert: Alert
    var milestone: Milestone?
    var project: Project?
    var zone: Zone
  }

  var items: [Item]

  private static let scanMax = 20_000

  init(
    state: Alert.State?, before: Int64?, _ reader: StoreReader, _ engine: Engine, reach: ProjectReach
  ) throws {
    let standpoint = Standpoint(engine)
    let home = (try? engine.zones.zone(named: engine.settings.zone)) ?? .utc
    let seesAll = reach == .all
    func sees(_ project: Project) -> Bool { reach.contains(project.key) }
    var (names, cursor, seen) = (Names(reader), before, 0)
    items = []
    while items.count <= AlertsPage.pageMax, seen < AlertFacts.scanMax {
      let batch = try reader.alerts(
        states: state.map { [$0] } ?? Alert.State.allCases, beforeID: cursor, limit: AlertsPage.pageMax + 1)
      for alert in batch where items.count <= AlertsPage.pageMax {
        let place = try alert.milestoneID.flatMap { try names.milestone(id: $0) }
        // What the service tells of itself is for those who may see everything.
        guard place.map({ sees($0.project) }) ?? seesAll else { continue }
        items.append(
          Item(
            alert: alert, milestone: place?.milestone, project: place?.project,
            zone: place.map { standpoint.zone(of: $0.project) } ?? home))
      }
      seen += batch.count
      cursor = batch.last?.id
      guard batch.count > AlertsPage.pageMax else { break }
    }
  }

  func lines(_ language: ViewLanguage) -> [AlertLine] {
    items.map {
      AlertLine($0.alert, milestone: $0.milestone, project: $0.project, zone: $0.zone, language: language)
    }
  }
}
