/// One date of a recurring duty. Each is open, reached or missed by itself: one that was missed spoils no other, and
/// one that was reached makes up for none.
package struct Occurrence: Hashable, Codable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable {
    case open, reached, missed
  }

  /// The day that the rule gives; an occurrence is known by it.
  package let date: CivilDate
  /// The first and the last day on which it can be reached.
  package let opens: CivilDate
  package let closes: CivilDate
  package private(set) var reached: Deed?

  /// - Parameters:
  ///   - earlyDays: how many days before its date it can be reached; nothing below 0 counts.
  ///   - graceDays: how many days after it; nothing below 0 counts.
  package init(date: CivilDate, earlyDays: Int = 0, graceDays: Int = 0) {
    self.date = date
    opens = date.adding(days: -max(0, earlyDays))
    closes = date.adding(days: max(0, graceDays))
  }

  /// Missed once the last day on which it could be reached is over.
  package func state(on today: CivilDate) -> State {
    if reached != nil { return .reached }
    return today > closes ? .missed : .open
  }

  /// Days after its date on which it was reached; negative when it was early, nil while it is not reached.
  package var daysLate: Int? { reached?.on.days(since: date) }

  /// Refused with `wrong_state` when it is reached already, and with `invalid_date` for a day outside its days: what
  /// was done then belongs to another occurrence, or to none.
  package mutating func reach(_ deed: Deed) throws(Refusal) {
    if let reached {
      throw Refusal(
        .wrongState, en: "The one of \(date) was reached already, on \(reached.on) by \(reached.by).",
        zh: "\(date) 的这一次已由\(reached.by)于 \(reached.on) 完成。", place: "date")
    }
    guard deed.on >= opens, deed.on <= closes else {
      throw Refusal(
        .invalidDate, en: "The one of \(date) can be reached from \(opens) to \(closes), not on \(deed.on).",
        zh: "\(date) 的这一次应在 \(opens) 至 \(closes) 完成，不能记在 \(deed.on)。", place: "on")
    }
    reached = deed
  }

  /// Takes a record back that was made by mistake; refused with `wrong_state` when there is none.
  package mutating func reopen() throws(Refusal) {
    guard reached != nil else {
      throw Refusal(
        .wrongState, en: "The one of \(date) is not reached; there is nothing to take back.",
        zh: "\(date) 的这一次尚未完成，无可撤回。", place: "date")
    }
    reached = nil
  }
}
