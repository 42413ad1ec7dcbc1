import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

/// What the overview is drawn from, read in one go.
struct ProgrammeFacts: Sendable {
  struct Item: Sendable {
    var project: Project
    var tally: MilestoneTally
    var light: MilestoneOutlook.Light
    var today: CivilDate
    /// The next thing due.
    var next: Judged?
    /// Alerts that nobody has acknowledged.
    var alerts: Int
    /// All that are promised, where there is room to draw them.
    var milestones: [Judged]
  }

  /// A milestone and how it stands.
  struct Judged: Sendable {
    var milestone: Milestone
    var outlook: MilestoneOutlook
  }

  struct Attention: Sendable {
    var project: Project
    /// In the project's zone.
    var today: CivilDate?
    var judged: Judged
    /// The alerts about it that nobody has acknowledged, the newest first.
    var alerts: [Alert]
  }

  var now: Instant
  /// Today where the service stands.
  var today: CivilDate
  var isRehearsal: Bool
  var items: [Item]
  /// What somebody must decide, in no order.
  var attention: [Attention]
  /// How many messages each receiver did not get.
  var undelivered: [(endpoint: String, count: Int)]
  /// What the service tells of itself and nobody has acknowledged.
  var own: [Alert]

  /// Rows of projects with their milestones drawn, at most.
  static let drawnMax = 40
  static let attentionMax = 400
  static let alertsMax = 400
}

extension ProgrammeFacts {
  /// - Parameter reach: which projects the reader of the page may see.
  init(_ reader: StoreReader, _ engine: Engine, reach: ProjectReach) throws {
    let standpoint = Standpoint(engine)
    now = standpoint.now
    today = standpoint.today(inZone: engine.settings.zone)
    isRehearsal = engine.clock.isRehearsal
    let projects = try reader.projects(includingArchived: false).filter { reach.contains($0.key) }
    let byID = Dictionary(projects.map { ($0.id, $0) }) { first, _ in first }
    func judged(_ milestone: Milestone, _ project: Project) -> Judged {
      Judged(milestone: milestone, outlook: standpoint.outlook(of: milestone, in: project))
    }
    let all = Dictionary(grouping: try reader.alerts(states: [.open], beforeID: nil, limit: ProgrammeFacts.alertsMax)) {
      $0.milestoneID
    }
    let counts = try reader.unacknowledgedCounts()
    let nexts = try reader.nextMilestones()
    items = try projects.map { project in
      let day = standpoint.today(in: project)
      let tally = try reader.tally(
        projectID: project.id, today: day, soon: day.adding(days: MilestoneOutlook.yellowDays))
      let isDrawn = projects.count <= ProgrammeFacts.drawnMax
      return Item(
        project: project, tally: tally, light: try ProjectView.light(project, tally, in: reader, from: standpoint),
        today: day, next: nexts[project.id].map { judged($0, project) }, alerts: counts[project.id] ?? 0,
        milestones: isDrawn ? try reader.milestones(projectID: project.id).map { judged($0, project) } : [])
    }
    let troubled = try reader.troubledMilestones(today: today, limit: ProgrammeFacts.attentionMax)
    let alerted = try Set(all.keys.compactMap(\.self)).subtracting(troubled.map(\.id)).sorted().compactMap {
      try reader.milestone(id: $0)
    }
    attention = (troubled + alerted).compactMap { milestone in
      guard let project = byID[milestone.projectID] else { return nil }
      return Attention(
        project: project, today: standpoint.today(in: project), judged: judged(milestone, project),
        alerts: all[milestone.id] ?? [])
    }
    // What belongs to no project is for those who may see all.
    let isWhole = reach == .all
    own = isWhole ? all[nil] ?? [] : []
    undelivered = try (isWhole ? reader.endpoints() : []).compactMap { endpoint in
      let dead = try reader.deliveryCounts(endpointID: endpoint.id).dead
      return dead > 0 ? (endpoint.name, dead) : nil
    }
  }
}
