import MilepostCore
import MilepostStore

/// What somebody answers to a message.
package enum AnswerAct: Hashable, Sendable {
  /// `until`: a date as people write it; nil: for good.
  case acknowledge(until: String?, reason: String?)
  case snooze(days: Int, reason: String?)
  case reached(date: String, note: String?)
  case expect(date: String, reason: String?)
}

extension Engine {
  /// What a link stands for.
  package func answerToken(_ text: String) throws -> AnswerToken.Reading {
    AnswerToken.read(text, at: wall.now(), try answering.signer())
  }

  /// Leave to answer once through this link.
  package func answerNonce(for token: String) throws -> String {
    var random = SystemRandomNumberGenerator()
    return AnswerNonce.make(for: token, at: wall.now(), using: &random, try answering.signer())
  }

  /// Does what the holder of a link answered, once, and in one transaction with the leave that it uses up.
  ///
  /// - Parameter name: who they say that they are.
  package func answer(
    _ act: AnswerAct, token: AnswerToken, link: String, nonce text: String, name: String?
  ) async throws {
    let now = wall.now()
    guard let nonce = AnswerNonce(text, for: link, at: now, try answering.signer()) else {
      throw Refusal(
        .unavailable, en: "This page is too old; open the link again.", zh: "页面已过期，请重新打开链接。", place: "nonce")
    }
    let endpoint = try store.read { try $0.endpoint(id: token.endpointID) }
    guard let endpoint else { throw Refusal.unknownLink }
    let said = try DraftRules.optionalLine(name, current: nil, place: "name", limit: 60)
    let author = "answer:\(endpoint.name)" + (said.map { "(\($0))" } ?? "")
    try await change(by: author) { work in
      guard try work.writer.useAnswer(nonce.bytes, until: nonce.expiresAt, at: now) else {
        throw Refusal(
          .wrongState, en: "This was answered already; nothing more was changed.", zh: "已经答复过，未再作更改。", place: "nonce")
      }
      try work.answer(act, alert: token.alertID)
    }
  }

  /// Puts another key in place of the one that links were signed with: all that were given out are void.
  package func rotateAnswers(by author: String) async throws {
    let key = Answering.newKey()
    try await change(by: author) { work in
      try work.writer.setNote(.answerKey, URLBase64.text(key))
      try work.record("answers.rotate", "answers", before: "", after: "")
    }
    answering.adopt(key: key)
  }
}

extension Refusal {
  package static let unknownLink = Refusal(
    .notFound, en: "This link is not valid.", zh: "链接无效。", place: "link")
}

extension UnitOfWork {
  fileprivate func answer(_ act: AnswerAct, alert id: Int64) throws {
    guard let alert = try reader.alert(id: id) else { throw Refusal.unknownLink }
    guard alert.state != .resolved else {
      throw Refusal(
        .wrongState, en: "It has been settled meanwhile; there is nothing left to answer.", zh: "此事项已了结，无需答复。",
        place: "alert")
    }
    switch act {
    case .acknowledge(let until, let reason): try acknowledgeByAnswer(alert, until: until, reason: reason)
    case .snooze(let days, let reason): try snoozeByAnswer(alert, days: days, reason: reason)
    case .reached(let date, let note):
      let (project, milestone) = try plan(of: alert)
      _ = try reach(in: project, milestone.key, date: date, evidence: note)
    case .expect(let date, let reason):
      let (project, milestone) = try plan(of: alert)
      _ = try expect(in: project, milestone.key, date: date, reason: reason)
    }
  }

  private func acknowledgeByAnswer(_ alert: Alert, until: String?, reason: String?) throws {
    guard alert.state != .acknowledged else {
      let who = alert.acknowledgedBy ?? "?"
      throw Refusal(
        .wrongState, en: "It was acknowledged already, by \(who).", zh: "\(who)已确认过。", place: "alert")
    }
    _ = try acknowledge(alert: alert.id, until: until, reason: reason)
  }

  private func snoozeByAnswer(_ alert: Alert, days: Int, reason: String?) throws {
    _ = try snooze(alert: alert.id, until: "\(days)d", reason: reason)
  }

  private func plan(of alert: Alert) throws -> (Project, Milestone) {
    guard let id = alert.milestoneID, let milestone = try reader.milestone(id: id),
      let project = try reader.project(id: milestone.projectID)
    else {
      throw Refusal(
        .wrongState, en: "This is about no milestone; it can only be acknowledged.", zh: "此事项不涉及节点，只能确认。",
        place: "alert")
    }
    return (try liveProject(project.key), milestone)
  }
}
