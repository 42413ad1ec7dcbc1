import MilepostAPI
import MilepostCore

extension PaceView {
  init?(_ milestone: Milestone, today: CivilDate) {
    guard case .count(let duty) = milestone.detail, let pace = duty.pace(due: milestone.due.date, today: today) else {
      return nil
    }
    self.init(
      from: duty.target.from, target: duty.target.target, unit: duty.target.unit, unitEn: duty.target.unitEn,
      start: duty.start.description, value: pace.value, reportedOn: pace.reportedOn?.description,
      donePercent: PaceView.percent(pace.done), expectedPercent: PaceView.percent(pace.expected),
      pointsBehind: pace.pointsBehind, behind: pace.isBehind, sentence: TextView(pace.sentence))
  }

  /// To one decimal, cut: 99.96 % is not yet all.
  private static func percent(_ part: Double) -> Double { (part * 1000 + 1e-9).rounded(.down) / 10 }
}

extension RepeatView {
  init?(_ milestone: Milestone, today: CivilDate) {
    guard case .recurring(let duty) = milestone.detail else { return nil }
    let tally = DutyTally(duty, on: today)
    self.init(
      rule: duty.rule.description, start: duty.start.description, early: duty.earlyDays, grace: duty.graceDays,
      reached: tally.reached, late: tally.late, missed: tally.missed, lastMissed: tally.lastMissed?.description,
      next: tally.next?.description, sentence: TextView(tally.sentence))
  }
}
