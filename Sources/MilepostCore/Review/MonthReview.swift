/// A month's public review (一月一晾晒): what was planned of each milestone for the month, what was done, the rate, and who
/// answers. More than was planned is welcome: 260 % is a rate.
package struct MonthReview: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var key: String
    package var name: Bilingual
    /// In `unit`; of what is no count, how many were due, and how many of them, or others, were reached.
    package var plan: Double
    package var actual: Double
    package var unit: Bilingual
    /// The unit and the leader who answer, as labels say (`unit`, `leader`), else the project's owner.
    package var owner: String?
    package var leader: String?

    /// Per cent; nil when nothing was planned.
    package var rate: Double? { plan > 0 ? actual / plan * 100 : nil }
  }

  package let month: ClosedRange<CivilDate>
  package let rows: [Row]

  /// Milestones of which something was planned or done in the month, by due date.
  package init(_ project: Project, _ milestones: [Milestone], month: ClosedRange<CivilDate>) {
    self.month = month
    rows = milestones.compactMap { milestone in
      let (plan, actual, unit) = MonthReview.work(milestone, month)
      guard plan > 0 || actual != 0 else { return nil }
      let name = Bilingual(en: milestone.nameEn ?? milestone.name, zh: milestone.name)
      return Row(
        key: milestone.key, name: name, plan: plan, actual: actual, unit: unit,
        owner: milestone.labels["unit"] ?? project.labels["unit"] ?? project.owner,
        leader: milestone.labels["leader"] ?? project.labels["leader"])
    }
  }

  /// The month of a day, from its first to its last.
  package static func month(of day: CivilDate) -> ClosedRange<CivilDate> {
    let (year, month, number) = day.components
    let first = day.adding(days: 1 - number)
    return first...first.adding(days: CivilDate.daysInMonth(year: year, month: month) - 1)
  }

  private static func work(
    _ milestone: Milestone, _ month: ClosedRange<CivilDate>
  ) -> (plan: Double, actual: Double, unit: Bilingual) {
    switch milestone.detail {
    case .count(let duty): return count(duty, due: milestone.due.date, month)
    case .recurring(let duty):
      let days = duty.occurrences(through: month.upperBound).filter { month.contains($0.date) }
      let done = duty.reached.filter { $0.reached.map { month.contains($0.on) } ?? false }
      return (Double(days.count), Double(done.count), Bilingual(en: "times", zh: "次"))
    case .gate, .finding, nil:
      let isPlanned = month.contains(milestone.due.date)
      let isDone = milestone.actual.map { month.contains($0) } ?? false
      return (isPlanned ? 1 : 0, isDone ? 1 : 0, Bilingual(en: "done", zh: "项"))
    }
  }

  /// The month's share of the way in proportion to its days; what was done is the change of the count in it.
  private static func count(
    _ duty: CountDuty, due: CivilDate, _ month: ClosedRange<CivilDate>
  ) -> (plan: Double, actual: Double, unit: Bilingual) {
    let unit = Bilingual(en: duty.target.unitEn ?? duty.target.unit, zh: duty.target.unit)
    let before = month.lowerBound
    let after = month.upperBound.adding(days: 1)
    guard let start = duty.pace(due: due, today: before), let end = duty.pace(due: due, today: after) else {
      return (0, 0, unit)
    }
    let way = abs(duty.target.target - duty.target.from)
    // A report of a day holds at its end: the month begins with that of the day before, and ends with its own last.
    let first = duty.pace(due: due, today: before.adding(days: -1)) ?? start
    let last = duty.pace(due: due, today: month.upperBound) ?? end
    return ((end.expected - start.expected) * way, (last.done - first.done) * way, unit)
  }
}
