/// Says when people are to hear that nobody has said a word about a milestone: after so many days, and again after as
/// many more.
package struct StaleRule: Sendable {
  package static let rule = "stale"

  /// The day of the last word, in the project's zone.
  package let lastWord: CivilDate
  package let policy: AlertPolicy
  package let zone: Zone
  package let calendar: WorkCalendar

  /// Nil when the policy does not ask for it.
  package init?(lastWord: Instant, policy: AlertPolicy, zone: Zone, calendar: WorkCalendar) {
    guard policy.staleDays > 0 else { return nil }
    self.lastWord = zone.civilDate(at: lastWord)
    self.policy = policy
    self.zone = zone
    self.calendar = calendar
  }

  package struct Silence: Hashable, Sendable {
    package let days: Int
    package let at: Instant
    package let occurrence: String
  }

  /// The newest after `start`, up to and including `now`; nil when none came due in between.
  package func newest(after start: Instant, through now: Instant) -> Silence? {
    var times = zone.civilDate(at: now).days(since: lastWord) / policy.staleDays
    while times > 0 {
      let silence = silence(times)
      if silence.at <= now { return silence.at > start ? silence : nil }
      times -= 1
    }
    return nil
  }

  package func first(after start: Instant) -> Silence {
    var times = max(1, zone.civilDate(at: start).days(since: lastWord) / policy.staleDays)
    while silence(times).at <= start { times += 1 }
    return silence(times)
  }

  private func silence(_ times: Int) -> Silence {
    let days = times * policy.staleDays
    let nominal = lastWord.adding(days: days)
    let day = policy.workingDaysOnly ? calendar.workingDay(onOrAfter: nominal) : nominal
    return Silence(
      days: days, at: zone.instant(of: day, minute: policy.alertMinute), occurrence: "\(lastWord)+\(days)d")
  }
}
