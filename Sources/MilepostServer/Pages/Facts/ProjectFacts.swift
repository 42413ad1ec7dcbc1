import MilepostCore
import MilepostEngine
import MilepostStore

/// What a project's page is drawn from, read in one go.
struct ProjectFacts: Sendable {
  var project: Project
  var today: CivilDate
  var zone: Zone
  var light: MilestoneOutlook.Light
  var milestones: [ProgrammeFacts.Judged]
  var activities: [PlanActivity]
  var outlook: Bilingual?
  var network: PlanNetwork?
  var trend: ProjectTrend
  /// The newest baseline, and its entries by key.
  var baseline: Baseline?
  var agreed: [String: Baseline.Entry]
  /// The newest first.
  var alerts: [Alert]
  var deliveries: [Sent]
  var ledger: [LedgerEntry]

  /// A message to a receiver.
  struct Sent: Sendable {
    var delivery: Delivery
    var endpoint: String
    /// An event of the webhook contract.
    var type: String
  }

  static let alertsMax = 12
  static let deliveriesMax = 12
  static let ledgerMax = 12
  private static let scanMax = 500
}

extension ProjectFacts {
  init(_ project: Project, _ reader: StoreReader, _ engine: Engine) throws {
    let standpoint = Standpoint(engine)
    self.project = project
    today = standpoint.today(in: project)
    zone = standpoint.zone(of: project)
    let part = try engine.planPart(of: project, in: reader)
    activities = part.activities
    milestones = part.milestones.map {
      ProgrammeFacts.Judged(milestone: $0, outlook: standpoint.outlook(of: $0, in: project))
    }
    let open = milestones.filter { $0.outlook.state != .reached }
    light = open.map(\.outlook.light).max() ?? (milestones.isEmpty ? .green : .grey)
    // A plan that cannot be counted through is shown without what the count would say.
    network = try? engine.planNetwork(of: project, in: reader)
    outlook = network?.outlook(of: part)?.sentence
    trend = try engine.trend(of: project, in: reader)
    baseline = try reader.baselines(projectID: project.id).last
    agreed = Dictionary(
      try baseline.map { try reader.entries(baselineID: $0.id) }?.map { ($0.key, $0) } ?? []
    ) { first, _ in first }
    let recent = try reader.alerts(projectID: project.id, limit: ProjectFacts.scanMax)
    alerts = Array(recent.prefix(ProjectFacts.alertsMax))
    deliveries = try ProjectFacts.sent(about: recent, in: reader)
    ledger = try reader.ledger(about: project.key, scan: ProjectFacts.scanMax, limit: ProjectFacts.ledgerMax)
  }

  /// The newest messages about some alerts, of the last few hundred that there are.
  static func sent(about alerts: [Alert], in reader: StoreReader) throws -> [Sent] {
    let byID = Dictionary(alerts.map { ($0.id, $0) }) { first, _ in first }
    let names = Dictionary(try reader.endpoints().map { ($0.id, $0.name) }) { first, _ in first }
    let recent = try reader.deliveries(endpointID: nil, state: nil, beforeID: nil, limit: scanMax)
    let sent = try recent.compactMap { delivery -> Sent? in
      guard let name = names[delivery.endpointID] else { return nil }
      if let id = delivery.alertID {
        return byID[id].map { Sent(delivery: delivery, endpoint: name, type: $0.type) }
      }
      let isAbout = try reader.alertIDs(ofDelivery: delivery.id).contains { byID[$0] != nil }
      return isAbout ? Sent(delivery: delivery, endpoint: name, type: GroupMessage.type) : nil
    }
    return Array(sent.prefix(deliveriesMax))
  }
}

extension ProjectFacts {
  /// The plan as bars: work, and the milestones that it leads to.
  func chart(rowsMax: Int = GanttChart.rowsMax) -> GanttChart {
    let works = activities.compactMap { activity -> GanttChart.Row? in
      guard let network, let place = network.place(of: activity) else { return nil }
      let dates = network.schedule.dates(of: place)
      let start = activity.started ?? dates.start.date
      let agreed = agreed[activity.key]
      return GanttChart.Row(
        key: activity.key, noun: .activity,
        name: Bilingual(en: activity.nameEn ?? activity.name, zh: activity.name), start: start,
        finish: max(start, activity.finished ?? dates.finish.dateOfFinish), agreedStart: agreed?.start,
        agreedFinish: agreed?.finish, isStarted: activity.started != nil, isDone: activity.finished != nil,
        isCritical: isCritical(place, in: network),
        floatDays: activity.finished == nil ? network.days(network.schedule.totalFloat(of: place), of: place) : nil,
        after: keys(activity.after))
    }
    let points = milestones.map { judged -> GanttChart.Row in
      let (milestone, outlook) = (judged.milestone, judged.outlook)
      let place = network?.place(of: milestone)
      return GanttChart.Row(
        key: milestone.key, noun: .milestone,
        name: Bilingual(en: milestone.nameEn ?? milestone.name, zh: milestone.name), start: outlook.forecast,
        finish: outlook.forecast, due: milestone.due.date, agreedFinish: agreed[milestone.key]?.finish,
        isDone: outlook.state == .reached,
        isCritical: place.flatMap { place in network.map { isCritical(place, in: $0) } } ?? false,
        floatDays: outlook.state == .reached ? nil : outlook.floatDays, light: outlook.light,
        after: keys(milestone.after))
    }
    return GanttChart(works + points, today: today, baseline: baseline?.name, rowsMax: rowsMax)
  }

  /// On the chain that leads to the last thing promised. Under a broken promise everything has too little float: then
  /// the chain tells, not the float.
  private func isCritical(_ place: ActivityID, in network: PlanNetwork) -> Bool {
    let path = network.longestPath().map(\.node)
    return !network.schedule.network.isFinished(place) && path.contains(network.node(place))
  }

  private func keys(_ links: [PlanLink]) -> [String] {
    links.compactMap { $0.project == nil || $0.project == project.key ? $0.key : nil }
  }

  /// Milestones by what was promised, or agreed; work by the baseline, where there is one.
  var curve: ProgressCurve? {
    let promised = milestones.filter { $0.milestone.kind != .recurring && $0.milestone.kind != .finding }.map {
      ProgressCurve.Item(
        planned: agreed[$0.milestone.key]?.due ?? $0.milestone.due.date, forecast: $0.outlook.forecast,
        reached: $0.milestone.actual)
    }
    let rows = Dictionary(chart(rowsMax: .max).rows.map { ($0.key, $0) }) { first, _ in first }
    let worked = activities.compactMap { activity -> ProgressCurve.Item? in
      guard let planned = agreed[activity.key]?.finish, let row = rows[activity.key] else { return nil }
      return ProgressCurve.Item(planned: planned, forecast: row.finish, reached: activity.finished)
    }
    let items = promised + worked
    return items.count < 2 ? nil : ProgressCurve(items, today: today)
  }
}
