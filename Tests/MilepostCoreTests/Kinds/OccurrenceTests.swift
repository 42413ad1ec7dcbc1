import Foundation
import MilepostCore
import Testing

@Suite struct OccurrenceTests {
  private func deed(_ by: String, _ on: String) throws -> Deed { try Deed(by: by, on: ISO.day(on)) }

  private func meet() throws -> RecurringDuty {
    try RecurringDuty(
      rule: RecurrenceRule("FREQ=MONTHLY;BYMONTHDAY=-1"), start: ISO.day("2022-01-01"), earlyDays: 20, graceDays: 3)
  }

  @Test("An occurrence is missed only when its last day is over, and a reached one never is")
  func states() throws {
    var one = Occurrence(date: ISO.day("2022-06-30"), graceDays: 3)
    #expect(one.state(on: ISO.day("2022-06-01")) == .open)
    #expect(one.state(on: ISO.day("2022-07-03")) == .open)
    #expect(one.state(on: ISO.day("2022-07-04")) == .missed)
    try one.reach(deed("王芳", "2022-07-02"))
    #expect(one.state(on: ISO.day("2099-01-01")) == .reached)
    #expect(one.daysLate == 2)
    try one.reopen()
    #expect(one.state(on: ISO.day("2022-07-04")) == .missed)
    #expect(refusal { try one.reopen() }?.code == .wrongState)
  }

  @Test("An occurrence is reached once, and only on one of its own days")
  func reachOnce() throws {
    var one = Occurrence(date: ISO.day("2022-06-30"), earlyDays: 2, graceDays: 1)
    for day in ["2022-06-27", "2022-07-02"] {
      #expect(refusal { try one.reach(deed("王芳", day)) }?.code == .invalidDate)
      #expect(one.reached == nil)
    }
    try one.reach(deed("王芳", "2022-06-28"))
    let kept = one
    #expect(refusal { try one.reach(deed("李强", "2022-06-30")) }?.code == .wrongState)
    #expect(one == kept)
  }

  @Test("A missed month spoils no other, and a reached one makes up for none")
  func byItself() throws {
    var duty = try meet()
    try duty.reach(ISO.day("2022-03-31"), deed("王芳", "2022-04-02"))
    try duty.reach(ISO.day("2022-01-31"), deed("王芳", "2022-01-20"))
    let today = ISO.day("2022-05-02")
    #expect(duty.occurrences(through: today).map { $0.state(on: today) } == [.reached, .missed, .reached, .open])
    #expect(duty.next(on: today)?.date == ISO.day("2022-04-30"))
    let tally = DutyTally(duty, on: today)
    #expect(tally.reached == 2 && tally.late == 1 && tally.missed == 1 && tally.lastMissed == ISO.day("2022-02-28"))
    #expect(
      tally.sentence.en
        == "2 reached (1 late), 1 missed, the last one on 2022-02-28; the one of 2022-04-30 is still open.")
    #expect(tally.sentence.zh == "已完成2次（其中逾期1次），错过1次（最近一次为2022-02-28）；2022-04-30的一次尚未完成。")
    #expect(DutyTally(duty, on: ISO.day("2022-05-04")).next == ISO.day("2022-05-31"))
  }

  @Test("A date that the rule does not give cannot be reached, nor one twice, nor one before the start")
  func noSuchDate() throws {
    var duty = try meet()
    for day in ["2022-02-27", "2021-12-31"] {
      #expect(refusal { try duty.reach(ISO.day(day), deed("王芳", day)) }?.place == "date")
    }
    try duty.reach(ISO.day("2022-02-28"), deed("王芳", "2022-02-28"))
    #expect(refusal { try duty.reach(ISO.day("2022-02-28"), deed("王芳", "2022-02-28")) }?.code == .wrongState)
    #expect(duty.reached.count == 1)
    try duty.reopen(ISO.day("2022-02-28"))
    #expect(duty.reached.isEmpty)
    #expect(refusal { try duty.reopen(ISO.day("2022-02-28")) }?.code == .wrongState)
  }

  @Test("A duty whose rule has ended has nothing to come")
  func ended() throws {
    let duty = try RecurringDuty(rule: RecurrenceRule("FREQ=YEARLY;COUNT=1"), start: ISO.day("2022-06-01"))
    #expect(duty.next(on: ISO.day("2022-06-01"))?.date == ISO.day("2022-06-01"))
    let tally = DutyTally(duty, on: ISO.day("2022-06-02"))
    #expect(tally.next == nil && tally.missed == 1)
    #expect(tally.sentence.en == "0 reached, 1 missed, the last one on 2022-06-01; none is to come.")
  }

  @Test("A duty comes back from storage, but not with a date that its rule does not give")
  func stored() throws {
    var duty = try meet()
    try duty.reach(ISO.day("2022-03-31"), deed("王芳", "2022-04-02"))
    let data = try JSONEncoder().encode(duty)
    #expect(try JSONDecoder().decode(RecurringDuty.self, from: data) == duty)
    let forged = String(decoding: data, as: UTF8.self).replacing("2022-03-31", with: "2022-03-30")
    #expect(throws: Refusal.self) { try JSONDecoder().decode(RecurringDuty.self, from: Data(forged.utf8)) }
  }

  @Test("Margins of more than a year, or below nothing, are refused", arguments: [-1, 367])
  func margins(days: Int) throws {
    let rule = RecurrenceRule.birthday()
    let start = ISO.day("2022-01-01")
    #expect(refusal { _ = try RecurringDuty(rule: rule, start: start, earlyDays: days) }?.place == "early_days")
    #expect(refusal { _ = try RecurringDuty(rule: rule, start: start, graceDays: days) }?.place == "grace_days")
  }
}
