import MilepostAPI
import MilepostCore

extension PolicyView {
  init(_ policy: AlertPolicy) {
    self.init(
      lead: policy.leadDays, onDay: policy.onDay, overdueEvery: policy.overdueEveryDays,
      alertHour: ClockTime.text(policy.alertMinute), workingDaysOnly: policy.workingDaysOnly)
  }
}
