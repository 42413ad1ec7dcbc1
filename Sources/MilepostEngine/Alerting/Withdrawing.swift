import MilepostCore
import MilepostStore

/// What waits for its first try, and is not to be told as it stands.
extension UnitOfWork {
  /// Takes alerts out of what was handed to nobody yet: their own messages go, those for several go on with the others.
  /// Returns the alerts of which anything was taken back, with their own messages.
  @discardableResult
  func withdraw(_ alertIDs: [Int64], _ why: Withdrawal) throws -> [Int64: [WithdrawnMessage]] {
    try writer.unfold(telling: alertIDs, why, at: sentAt)
    var withdrawn: [Int64: [WithdrawnMessage]] = [:]
    for id in alertIDs {
      let messages = try writer.withdraw(alertID: id, why, at: sentAt)
      if !messages.isEmpty { withdrawn[id] = messages }
    }
    let unwanted = Set(alertIDs)
    for group in try reader.untriedGroups(telling: alertIDs, for: why) {
      for id in unwanted.intersection(group.alertIDs) where withdrawn[id] == nil { withdrawn[id] = [] }
      let kept = try group.alertIDs.filter { !unwanted.contains($0) }.compactMap { try reader.alert(id: $0) }
      switch kept.count {
      case 0: try writer.withdraw(deliveryID: group.id, why, at: sentAt)
      case 1: try writer.retell(group, kept, body: nil)
      default: try writer.retell(group, kept, body: message(of: kept).body)
      }
    }
    return withdrawn
  }

  /// Ends alerts of a milestone that stand, because their cause has gone; nil: of all rules. What nobody was sent of
  /// them, or of those before them, is not sent any more; with all rules, a receiver that is away gets the whole story.
  func resolveAlerts(of milestoneID: Int64, _ rule: String? = nil) throws {
    let standing = try reader.standingAlerts(milestoneID: milestoneID, of: rule)
    guard rule == nil || !standing.isEmpty else { return }
    let past = try reader.untriedPast(milestoneID: milestoneID, of: rule)
    try end(standing, with: past, rule == nil ? .reached : .resolved)
  }

  /// As above, of alerts of one rule. Returns the endpoints that know of them all the same, and are to hear of the end.
  func endTelling(_ alertIDs: [Int64]) throws -> Set<Int64> {
    let forerunners = try alertIDs.compactMap { try reader.alert(id: $0) }.flatMap { try reader.forerunners(of: $0) }
    try end(alertIDs, with: forerunners, .resolved)
    return try reader.endpointsTold(alertIDs: alertIDs + forerunners)
  }

  private func end(_ alertIDs: [Int64], with past: [Int64], _ why: Withdrawal) throws {
    // What a message tells of others stands on.
    let tellers = try reader.tellers(alertIDs: alertIDs + past)
    try withdraw((past + alertIDs).filter { !tellers.contains($0) }, why)
    for id in past where !tellers.contains(id) { try writer.removeMember(alertID: id) }
    try writer.resolve(alertIDs: alertIDs, at: now)
  }
}
