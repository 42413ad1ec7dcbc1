import MilepostCore
import MilepostStore

/// A late milestone that puts others at risk: its alert names them, and they have none of their own.
extension UnitOfWork {
  /// What this late milestone puts at risk, by today's count, by due date.
  func putAtRisk(by milestone: Milestone, in context: ProjectContext) throws -> [RiskStory.Other] {
    try driven(by: milestone, in: context).map { other in
      let outlook = context.outlook(of: other)
      return RiskStory.Other(
        key: other.key, name: Bilingual(en: other.nameEn ?? other.name, zh: other.name), due: other.due.date,
        forecast: outlook.forecast, floatDays: outlook.floatDays)
    }
  }

  /// Those whose alerts wait are told by this one, if all who would have had them get it.
  func tellRisks(of milestone: Milestone, by alert: Alert, in context: ProjectContext) throws {
    let told = try reader.endpointsTold(alertIDs: [alert.id]).union(reader.endpointsWaiting(alertIDs: [alert.id]))
    guard !told.isEmpty else { return }
    for other in try driven(by: milestone, in: context) {
      for id in try reader.standingAlerts(milestoneID: other.id, of: RiskRule.rule) {
        let waiting = try reader.endpointsWaiting(alertIDs: [id])
        guard !waiting.isEmpty, waiting.isSubset(of: told), var risk = try reader.alert(id: id), risk.toldBy == nil
        else { continue }
        risk.toldBy = alert.id
        try writer.setState(risk)
      }
    }
  }

  private func driven(by milestone: Milestone, in context: ProjectContext) throws -> [Milestone] {
    let projectID = context.project.id
    if risks[projectID] == nil {
      let isLinked = try reader.nextForecast(projectID: projectID) != nil
      // The day's count comes first: what it finds belongs into this message.
      if isLinked, try isNewDay(projectID) { try reforecast([projectID]) }
      let atRisk = isLinked ? try reader.milestonesAtRisk(projectID: projectID) : []
      risks[projectID] = Dictionary(grouping: atRisk) { $0.projection?.origin ?? "" }
    }
    let others = risks[projectID]?["\(context.project.key)/\(milestone.key)"] ?? []
    // What is overdue itself has alerts of its own.
    return others.filter { $0.id != milestone.id && context.outlook(of: $0).state == .open }
  }
}
