import MilepostCore
import MilepostStore

/// A silence as somebody asks for it.
package struct SilenceDraft: Sendable {
  package var match: [String]
  /// A date, a moment such as `2022-06-30 14:00`; nil: now.
  package var start: String?
  /// As above, the whole of that day; nil: `span` says.
  package var end: String?
  /// `4h`, `3d`.
  package var span: String?
  package var comment: String
  /// Past the longest time.
  package var isForced: Bool

  package init(
    match: [String], start: String? = nil, end: String? = nil, span: String? = nil, comment: String,
    isForced: Bool = false
  ) {
    self.match = match
    self.start = start
    self.end = end
    self.span = span
    self.comment = comment
    self.isForced = isForced
  }
}

/// A silence, with what it hides at the moment.
package struct SilencePreview: Sendable {
  package var silence: Silence
  /// Open alerts that it matches, counted among the first `Engine.previewMax`.
  package var alerts: [Alert]
  package var matchesAll: Bool
}

extension Engine {
  package static let previewMax = 10_000

  /// - Parameter dryRun: only says what it would hide.
  package func addSilence(_ draft: SilenceDraft, dryRun: Bool = false, by author: String) async throws -> SilencePreview
  {
    try await change(by: author, dryRun: dryRun) { try $0.addSilence(draft) }
  }

  /// A silence with what it matches now.
  package func previewSilence(_ id: Int64, by author: String) async throws -> SilencePreview {
    try await change(by: author, dryRun: true) { work in
      guard let silence = try work.reader.silence(id: id) else { throw Refusal.unknownSilence(id) }
      return try work.preview(silence, MatcherParser.matchers(silence.match, place: "match"))
    }
  }

  /// Ends a silence now.
  package func expireSilence(_ id: Int64, by author: String) async throws -> Silence {
    try await change(by: author) { try $0.expireSilence(id) }
  }
}

extension UnitOfWork {
  func addSilence(_ draft: SilenceDraft) throws -> SilencePreview {
    let matchers = try MatcherParser.matchers(draft.match, place: "match")
    guard !matchers.isEmpty else { throw missing("match") }
    let comment = try DraftRules.line(draft.comment, place: "comment", limit: 1000)
    let start = try draft.start.map { try moment($0, endOfDay: false, about: nil, place: "start") } ?? now
    let end: Instant
    switch (draft.end, draft.span) {
    case (let text?, nil): end = try moment(text, endOfDay: true, about: nil, place: "end")
    case (nil, let span?):
      end = start.adding(
        milliseconds: try SpanText.milliseconds(span, in: 60_000...3650 * 86_400_000, place: "for"))
    default:
      throw Refusal(
        .missingField, en: "Say when it ends: either a date, or for how long.", zh: "请说明何时结束：填写日期或时长之一。",
        place: "end")
    }
    guard end > start, end > now else {
      throw Refusal(
        .invalidValue, en: "It would end before it begins, or in the past; give a later end.", zh: "结束时间须晚于开始时间和当前时间。",
        place: "end")
    }
    guard draft.isForced || end.since(start) <= Int64(Silence.daysMax) * 86_400_000 else {
      throw Refusal(
        .invalidValue,
        en: "It would last more than \(Silence.daysMax) days; silences that long are forgotten. Give an earlier end, "
          + "or force it.", zh: "超过 \(Silence.daysMax) 天的静默容易被遗忘；请提前结束时间，或强制执行。", place: "end")
    }
    try Amounts.check(try reader.standingSilences().count, en: "silences", zh: "静默")
    let silence = try writer.insert(
      Silence(
        match: matchers.map(\.text), startsAt: start, endsAt: end, author: author, comment: comment, createdAt: now))
    forgetRouting()
    try record("silence.add", "\(silence.id)", before: "", after: LedgerText.of(silence), reason: comment)
    let preview = try preview(silence, matchers)
    if silence.isActive(at: now) { try begin(silence) }
    return preview
  }

  func preview(_ silence: Silence, _ matchers: [Matcher]) throws -> SilencePreview {
    let alerts = try reader.standingAlerts(limit: Engine.previewMax).filter { alert in
      let facts = try about(alert).facts
      return matchers.allSatisfy { $0.matches(facts) }
    }
    // What an alert without any property meets is met by all.
    let nothing = AlertFacts([:])
    let something = AlertFacts([
      "project": "x", "milestone": "x", "type": "x", "rule": "x", "severity": "x", "owner": "x",
    ])
    let all =
      matchers.allSatisfy { $0.matches(nothing) && $0.matches(something) }
      || matchers.allSatisfy { [.matches, .matchesNot].contains($0.comparison) && $0.matches(something) }
    return SilencePreview(silence: silence, alerts: alerts, matchesAll: all)
  }

  func expireSilence(_ id: Int64) throws -> Silence {
    guard let before = try reader.silence(id: id) else {
      throw Refusal.unknownSilence(id)
    }
    guard before.endedAt == nil, before.endsAt > now else {
      throw Refusal(.wrongState, en: "Silence \(id) has ended already.", zh: "静默 \(id) 已经结束。", place: "silence")
    }
    var after = before
    after.endsAt = now
    try record("silence.expire", "\(id)", before: LedgerText.of(before), after: LedgerText.of(after))
    try end(after)
    try recountLevels(dueAt: before.endsAt)
    return try reader.silence(id: id) ?? after
  }

  /// A date as people write it, or `2022-06-30 14:00`; in the project's zone, or the service's. Of a date alone it is
  /// the hour of alerts, or its end.
  func moment(_ text: String, endOfDay: Bool, about: AlertAbout?, place: String) throws -> Instant {
    let about = about ?? aboutService(AlertFacts([:]))
    let words = DraftRules.trimmed(text).split(separator: " ").map { String($0) }
    if words.count == 2, let day = CivilDate(words[0]), let minute = ClockMinute.read(words[1]) {
      return about.zone.instant(of: day, minute: minute)
    }
    let today = about.zone.civilDate(at: now)
    let day: CivilDate
    do { day = try DueExpression.parse(text, today: today, calendar: about.calendar).date } catch {
      throw error.at(place)
    }
    return endOfDay ? about.zone.endOfDay(day) : about.zone.instant(of: day, minute: about.morning)
  }
}

extension Refusal {
  fileprivate static func unknownSilence(_ id: Int64) -> Refusal {
    Refusal(.unknownSilence, en: "There is no silence \(id).", zh: "没有静默 \(id)。", place: "silence")
  }
}
