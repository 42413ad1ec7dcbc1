import MilepostCore
import MilepostStore

/// Counts schedules through inside a transaction, writes what moved, and has people told of what is at risk.
extension UnitOfWork {
  /// - Parameters:
  ///   - projectIDs: projects whose schedules may have moved; those linked to them move along.
  ///   - touched: milestones whose own dates changed, with their projects.
  func reforecast(_ projectIDs: Set<Int64>, touched: [Int64: Int64] = [:]) throws {
    risks = [:]
    defer { risks = [:] }
    var waiting = projectIDs
    var counted: Set<Int64> = []
    while let first = waiting.min() {
      let linked = try reader.linkedProjects(to: first)
      waiting.subtract(linked)
      if try count(linked) { counted.formUnion(linked) }
    }
    var swings: [Swing] = []
    for (milestoneID, projectID) in touched.sorted(by: { $0.key < $1.key }) where !counted.contains(projectID) {
      guard let milestone = try reader.milestone(id: milestoneID) else { continue }
      let swing = try settle(milestone, milestone.projection, in: context(of: projectID))
      if let swing, swing.verdict != .unchanged { swings.append(swing) }
    }
    try tell(swings, network: nil)
  }

  /// Sees that what a project's links name is there, and keeps which projects it waits for.
  func relink(projectID: Int64) throws {
    let own = try context(of: projectID).project
    let named =
      try reader.activities(projectID: projectID).flatMap(\.after).compactMap(\.project)
      + reader.milestones(projectID: projectID).flatMap(\.after).compactMap(\.project)
    var others: Set<Int64> = []
    for key in Set(named).sorted() where key != own.key {
      do { others.insert(try liveProject(key).id) } catch let refusal as Refusal { throw refusal.at("after") }
    }
    try writer.setLinks(projectID: projectID, before: others)
  }

  /// False when nothing in them is linked: then nothing drives anything, and nothing is to be counted each day.
  private func count(_ projectIDs: [Int64]) throws -> Bool {
    guard try projectIDs.count > 1 || projectIDs.contains(where: isCounted) else {
      for id in projectIDs { try forgetSchedule(projectID: id) }
      return false
    }
    let network = try network(of: projectIDs)
    var swings: [Swing] = []
    var standing: [Swing] = []
    for projectID in projectIDs {
      let context = try context(of: projectID)
      let isLive = context.project.archivedAt == nil
      let open = isLive ? try reader.milestones(projectID: projectID).filter { $0.actual == nil } : []
      let projections = network.projections(of: open)
      for milestone in open {
        guard let swing = try settle(milestone, projections[milestone.id], in: context) else { continue }
        if swing.verdict == .unchanged { standing.append(swing) } else { swings.append(swing) }
      }
      let next = open.isEmpty ? nil : context.nextForecast(after: now)
      if try isNewDay(projectID) { try announceDigest(of: context, network: network) }
      try writer.setNextForecast(projectID: projectID, next)
    }
    try tell(swings + joining(standing, swings), network: network)
    return true
  }

  /// Whether anything in it is linked, or somebody wants to hear of it whatever happens.
  private func isCounted(_ projectID: Int64) throws -> Bool {
    let project = try context(of: projectID).project
    return try project.policy.digest != .off || reader.isScheduled(projectID: projectID)
  }

  func network(of projectIDs: [Int64]) throws -> PlanNetwork {
    let contexts = try projectIDs.map { try context(of: $0) }
    return try PlanNetwork(
      reader: reader, contexts: contexts, calendars: configuration.calendars)
  }

  private func forgetSchedule(projectID: Int64) throws {
    guard try reader.nextForecast(projectID: projectID) != nil else { return }
    for milestone in try reader.milestones(projectID: projectID) where milestone.projection != nil {
      try writer.setProjection(milestoneID: milestone.id, nil, riskDate: milestone.riskDate)
      datesChanged(of: milestone)
    }
    try writer.setNextForecast(projectID: projectID, nil)
  }

  /// What is at risk already, from a cause that is told again now, is told along with it.
  private func joining(_ standing: [Swing], _ swings: [Swing]) throws -> [Swing] {
    let causes = Set(swings.filter { $0.verdict == .atRisk }.map(\.cause))
    var joined: [Swing] = []
    for var swing in standing {
      swing.verdict = .atRisk
      guard causes.contains(swing.cause) else { continue }
      swing.milestone.riskDate = swing.outlook.forecast
      try writer.setProjection(
        milestoneID: swing.milestone.id, swing.milestone.projection, riskDate: swing.milestone.riskDate)
      joined.append(swing)
    }
    return joined
  }

  /// Writes a milestone's new forecast; what its people are to be told of it, if anything. One that is at risk as they
  /// know, but further than they know, is `unchanged`.
  private func settle(
    _ before: Milestone, _ projection: Projection?, in context: ProjectContext
  ) throws -> Swing? {
    guard before.actual == nil else { return nil }
    var milestone = before
    milestone.projection = projection
    let outlook = context.outlook(of: milestone)
    let verdict = RiskRule.verdict(
      outlook: outlook, due: milestone.due.date, today: context.today, told: before.riskDate,
      policy: context.policy(of: milestone), calendar: context.calendar)
    switch verdict {
    case .unchanged: break
    case .atRisk: milestone.riskDate = outlook.forecast
    case .recovered, .forgotten: milestone.riskDate = nil
    }
    if (milestone.projection, milestone.riskDate) != (before.projection, before.riskDate) {
      try writer.setProjection(milestoneID: milestone.id, projection, riskDate: milestone.riskDate)
    }
    if outlook.forecast > milestone.due.date, !milestone.wasRed { try writer.rememberRed(milestoneID: milestone.id) }
    try keepHistory(milestone, outlook, before: before.projection, in: context)
    if verdict == .forgotten {
      try resolveAlerts(of: milestone.id, RiskRule.rule)
    }
    // Of what is overdue its own alerts speak.
    let isFurther =
      outlook.state == .open && before.riskDate.map { outlook.forecast > $0 && verdict == .unchanged } ?? false
    guard verdict == .atRisk || verdict == .recovered || isFurther else { return nil }
    return Swing(verdict: verdict, milestone: milestone, outlook: outlook, context: context, told: before.riskDate)
  }

  private func keepHistory(
    _ milestone: Milestone, _ outlook: MilestoneOutlook, before: Projection?, in context: ProjectContext
  ) throws {
    let last = try reader.forecasts(milestoneID: milestone.id, limit: 1).last
    guard last?.forecast != outlook.forecast || last?.due != milestone.due.date else { return }
    try writer.addForecast(
      milestoneID: milestone.id,
      ForecastPoint(
        at: now, forecast: outlook.forecast, due: milestone.due.date, cause: author, reason: reason,
        driver: milestone.projection?.origin))
    // A date that rested on a guess about a year's holidays has become certain: the ledger keeps that nobody moved it.
    guard let before, before.provisional, let after = milestone.projection, !after.provisional,
      before.date != after.date
    else { return }
    try record(
      "milestone.forecast", subject(context.project, milestone), before: "{\"forecast\":\"\(before.date)\"}",
      after: "{\"forecast\":\"\(after.date)\"}", reason: "the holidays of a year were published")
  }
}

/// A milestone whose people are to be told that it is at risk, or no longer.
struct Swing {
  var verdict: RiskRule.Verdict
  var milestone: Milestone
  let outlook: MilestoneOutlook
  let context: ProjectContext
  /// The forecast told before.
  let told: CivilDate?
}

extension PlanNetwork {
  /// The projects' schedule as of today where it is latest.
  init(reader: StoreReader, contexts: [ProjectContext], calendars: CalendarLibrary) throws {
    let parts = try contexts.map { context in
      PlanPart(
        project: context.project, calendar: context.calendar,
        calendars: try reader.calendars(projectID: context.project.id).mapValues { $0.resolved(in: calendars) },
        activities: try reader.activities(projectID: context.project.id),
        milestones: try reader.milestones(projectID: context.project.id))
    }
    let today = contexts.map(\.today).max() ?? CivilDate(dayNumber: 0)
    try self.init(parts, calendars: calendars, dataDate: today)
  }
}
