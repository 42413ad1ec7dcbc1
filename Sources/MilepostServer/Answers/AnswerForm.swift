import Hummingbird
import MilepostCore
import MilepostEngine
import Synchronization

/// Fields of a form as browsers send them: `application/x-www-form-urlencoded`.
struct FormFields {
  private var values: [String: String] = [:]

  init(_ buffer: ByteBuffer) throws(Refusal) {
    for pair in String(buffer: buffer).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = String(parts.dropFirst().first ?? "").replacing("+", with: " ")
      guard let name = PercentCoding.decoded(parts[0]), let value = PercentCoding.decoded(value),
        values.updateValue(value, forKey: name) == nil
      else {
        throw Refusal(.malformedInput, en: "The form did not arrive whole; send it again.", zh: "表单内容不完整，请重新提交。")
      }
    }
  }

  /// Nil when it is missing or blank.
  func text(_ name: String) -> String? {
    values[name].map(DraftRules.trimmed).flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// What somebody chose on the page.
struct AnswerForm {
  enum Verb: String, CaseIterable {
    case acknowledge, snooze, reached, expect
  }

  static let snoozeDays = [1, 3, 7]

  let verb: Verb
  let nonce: String
  let name: String?
  /// As it was written, or the day that was shown and confirmed.
  let date: String?
  /// The note, or the reason.
  let note: String?
  private let days: Int
  private let isConfirmed: Bool

  init(_ fields: FormFields) throws(Refusal) {
    guard let verb = fields.text("act").flatMap(Verb.init(rawValue:)), let nonce = fields.text("nonce") else {
      throw Refusal(.malformedInput, en: "Choose one of the answers on this page.", zh: "请选择本页上的一种答复。")
    }
    self.verb = verb
    self.nonce = nonce
    name = fields.text("name")
    note = fields.text("note")
    date = fields.text("date")
    isConfirmed = fields.text("confirmed") == "yes"
    days = fields.text("days").flatMap { Int($0) } ?? 0
    switch verb {
    case .snooze where !AnswerForm.snoozeDays.contains(days):
      throw Refusal(.invalidValue, en: "Choose 1, 3 or 7 days.", zh: "请选择 1、3 或 7 天。", place: "days")
    case .expect where date == nil:
      throw Refusal(
        .missingField, en: "Write the date that is now expected, for example 6月底 or 2022-07-08.",
        zh: "请填写预计日期，例如 6月底 或 2022-07-08。", place: "date")
    default: break
    }
  }

  /// The date that its author has yet to see read; a day reached that is not named is today, and what is taken in hand
  /// without one is so for good.
  var dateToConfirm: String? {
    switch verb {
    case .reached: isConfirmed ? nil : date ?? ""
    case .expect: isConfirmed ? nil : date
    case .acknowledge: isConfirmed ? nil : date
    case .snooze: nil
    }
  }

  var act: AnswerAct {
    switch verb {
    case .acknowledge: .acknowledge(until: date, reason: note)
    case .snooze: .snooze(days: days, reason: note)
    case .reached: .reached(date: date ?? "", note: note)
    case .expect: .expect(date: date ?? "", reason: note)
    }
  }
}

/// Bounds how often one link is answered. Counts in memory, in windows of time; its size is bounded.
final class AnswerLimiter: Sendable {
  private static let answersMax = 20
  private static let windowMs: Int64 = 600_000
  private static let linksMax = 1000

  private struct State {
    var window: Int64 = 0
    var answers: [AnswerToken: Int] = [:]
  }

  private let state = Mutex(State())

  func allowAnswer(to token: AnswerToken, at now: Instant) -> Bool {
    state.withLock { state in
      AnswerLimiter.turn(&state, now)
      guard state.answers.count < AnswerLimiter.linksMax || state.answers[token] != nil else { return false }
      state.answers[token, default: 0] += 1
      return state.answers[token, default: 0] <= AnswerLimiter.answersMax
    }
  }

  private static func turn(_ state: inout State, _ now: Instant) {
    let window = now.milliseconds / windowMs
    if state.window != window { state = State(window: window) }
  }
}
