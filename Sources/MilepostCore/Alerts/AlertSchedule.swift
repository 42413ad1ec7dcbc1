/// When one milestone's people are told, as a pure function of the due date, the policy, the zone and the calendar.
///
/// Rules: `lead:30d` (so many days before), `due` (on the day) and `overdue` (from the day after, with a cadence). With
/// working days only, a lead time or the day itself that falls on a day off moves to the working day before it, an
/// overdue alert to the next.
package struct AlertSchedule: Sendable {
  package let due: CivilDate
  package let policy: AlertPolicy
  package let zone: Zone
  package let calendar: WorkCalendar

  package init(due: CivilDate, policy: AlertPolicy, zone: Zone, calendar: WorkCalendar) {
    self.due = due
    self.policy = policy
    self.zone = zone
    self.calendar = calendar
  }

  /// The newest firing after `start`, up to and including `now`; nil when nothing came due in between.
  package func newest(after start: Instant, through now: Instant) -> Firing? {
    if let late = newestOverdue(through: now), late.at > start { return late }
    return beforehand().last { $0.at > start && $0.at <= now }
  }

  /// What came due after `start` and before `newest`, and is told by it as well; the oldest first.
  ///
  /// Of overdue firings only the number is of interest, so they are counted, not listed.
  package func covered(after start: Instant, by newest: Firing) -> Covered {
    let rules = beforehand().filter { $0.at > start && $0.order < newest.order }.map(\.rule)
    guard newest.rule == Firing.overdueRule else { return Covered(rules: rules, overdue: 0) }
    let told = newestOverdue(through: start)?.ordinal ?? -1
    return Covered(rules: rules, overdue: newest.ordinal - told - 1)
  }

  /// Everything up to the day itself, in the order in which it fires.
  package var reminders: [Firing] { beforehand() }

  /// The first firing after `start`; nil when there is none any more.
  package func first(after start: Instant) -> Firing? {
    beforehand().first { $0.at > start } ?? firstOverdue(after: start)
  }

  /// The newest of the day's own and the overdue firings up to `now`: what a milestone that is entered, or moved, when
  /// its day has already come must tell at once. Lead times gone by are not made up for.
  package func alreadyDue(at now: Instant) -> Firing? {
    if let late = newestOverdue(through: now) { return late }
    return beforehand().last { $0.rule == Firing.dueRule && $0.at <= now }
  }

  /// Lead times and the day itself, in the order in which they fire; of two at one moment the more urgent comes last.
  private func beforehand() -> [Firing] {
    var firings = policy.leadDays.sorted(by: >).map { days in
      Firing(rule: Firing.leadRule(days: days), due: due, ordinal: 0, at: moment(due.adding(days: -days)))
    }
    if policy.onDay { firings.append(Firing(rule: Firing.dueRule, due: due, ordinal: 0, at: moment(due))) }
    return firings
  }

  private func moment(_ nominal: CivilDate) -> Instant {
    let day = policy.workingDaysOnly ? calendar.workingDay(onOrBefore: nominal) : nominal
    return zone.instant(of: day, minute: policy.alertMinute)
  }

  private func overdue(_ ordinal: Int) -> Firing {
    let nominal = due.adding(days: 1 + ordinal * policy.overdueEveryDays)
    let day = policy.workingDaysOnly ? calendar.workingDay(onOrAfter: nominal) : nominal
    // Where midnight comes twice, the alert hour's first passing still belongs to the due day.
    let at = max(zone.instant(of: day, minute: policy.alertMinute), zone.endOfDay(due))
    return Firing(
      rule: Firing.overdueRule, due: due, ordinal: ordinal, day: 1 + ordinal * policy.overdueEveryDays, at: at)
  }

  private func newestOverdue(through now: Instant) -> Firing? {
    guard policy.overdueEveryDays > 0 else { return nil }
    // Firings only ever move to a later day, so none after this ordinal can have come.
    var ordinal = (zone.civilDate(at: now).days(since: due) - 1) / policy.overdueEveryDays
    while ordinal >= 0 {
      let firing = overdue(ordinal)
      if firing.at <= now { return firing }
      ordinal -= 1
    }
    return nil
  }

  private func firstOverdue(after start: Instant) -> Firing? {
    guard policy.overdueEveryDays > 0 else { return nil }
    var ordinal = newestOverdue(through: start).map { $0.ordinal + 1 } ?? 0
    var firing = overdue(ordinal)
    // After days off several firings share one moment; the last of them stands for all.
    while true {
      let following = overdue(ordinal + 1)
      guard following.at == firing.at else { return firing }
      ordinal += 1
      firing = following
    }
  }
}

/// One moment at which one rule speaks.
package struct Firing: Hashable, Sendable {
  /// `lead:30d`, `due` or `overdue`.
  package let rule: String
  package let due: CivilDate
  /// Which overdue firing it is, from 0; 0 for the other rules.
  package let ordinal: Int
  /// How many days after the due date an overdue firing is to go out, days off aside; 0 for the other rules.
  package let day: Int
  package let at: Instant

  package static let dueRule = "due"
  package static let overdueRule = "overdue"
  package static func leadRule(days: Int) -> String { "lead:\(days)d" }

  package init(rule: String, due: CivilDate, ordinal: Int, day: Int = 0, at: Instant) {
    self.rule = rule
    self.due = due
    self.ordinal = ordinal
    self.day = day
    self.at = at
  }

  /// Half of the key under which an alert exists once: the due date, and for overdue alerts how many days after it. Not
  /// which one: told every 30 days instead of every 3, the second would pass for the one that was told on the fourth day.
  package var occurrence: String { rule == Firing.overdueRule ? "\(due)#\(day)" : due.description }

  package var type: String {
    switch rule {
    case Firing.dueRule: "milestone.due"
    case Firing.overdueRule: "milestone.overdue"
    default: "milestone.upcoming"
    }
  }

  /// Firings of one milestone in the order in which one stands for those before it.
  var order: Order {
    let urgency = rule == Firing.overdueRule ? 2 : rule == Firing.dueRule ? 1 : 0
    return Order(urgency: urgency, at: at, ordinal: ordinal, lead: Firing.leadDays(rule))
  }

  private static func leadDays(_ rule: String) -> Int { Int(rule.dropFirst(5).dropLast()) ?? 0 }

  struct Order: Comparable {
    let urgency: Int
    let at: Instant
    let ordinal: Int
    let lead: Int

    static func < (left: Order, right: Order) -> Bool {
      (left.urgency, left.at, left.ordinal, -left.lead) < (right.urgency, right.at, right.ordinal, -right.lead)
    }
  }
}

/// The firings that a newer one stands for.
package struct Covered: Hashable, Sendable {
  package var rules: [String]
  package var overdue: Int

  package init(rules: [String] = [], overdue: Int = 0) {
    self.rules = rules
    self.overdue = overdue
  }

  package var count: Int { rules.count + overdue }
}
