import MilepostCore
import Testing

@Suite struct MonthReviewTests {
  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

  private func milestone(_ key: String, due: String, _ detail: MilestoneDetail? = nil, reached: String? = nil) throws
    -> Milestone
  {
    Milestone(
      projectID: 1, key: key, name: key, detail: detail, due: DueDate(written: due, date: try day(due)),
      actual: reached.flatMap { CivilDate($0) }, labels: key == "c" ? ["leader": "王"] : [:],
      evaluatedThrough: Instant(milliseconds: 0))
  }

  @Test("A month's plan is its share of the days, its actual the change in it, and 260 % is a rate")
  func counts() throws {
    // 100 from 1 January to 31 December 2022: June has 30 of 365 days.
    let reports = [
      ("2022-05-31", 40.0), ("2022-06-10", 50.0), ("2022-06-30", 61.369863013698634), ("2022-07-01", 99.0),
    ]
    let duty = CountDuty(
      target: try CountTarget(target: 100, unit: "座"), start: try day("2022-01-01"),
      reports: try reports.map { try CountReport(date: day($0.0), value: $0.1) })
    let project = Project(key: "p", name: "p", owner: "百步镇", zone: "Asia/Shanghai", calendar: "china")
    let month = MonthReview.month(of: try day("2022-06-15"))
    #expect(month == (try day("2022-06-01"))...(try day("2022-06-30")))
    let review = MonthReview(project, [try milestone("c", due: "2022-12-31", .count(duty))], month: month)
    let row = try #require(review.rows.first)
    #expect(abs(row.plan - 100 * 30 / 365) < 1e-9)
    #expect(abs((row.rate ?? 0) - 260) < 1e-6)
    #expect((row.owner, row.leader) == ("百步镇", "王"))
  }

  @Test("Dates count in the month in which they are due or done; what has nothing to do with it is left out")
  func dates() throws {
    let project = Project(key: "p", name: "p", zone: "UTC", calendar: "weekdays")
    let milestones = [
      try milestone("due", due: "2022-06-30"), try milestone("done", due: "2022-05-31", reached: "2022-06-01"),
      try milestone("other", due: "2022-07-01"), try milestone("both", due: "2022-06-15", reached: "2022-06-15"),
    ]
    let rows = MonthReview(project, milestones, month: MonthReview.month(of: try day("2022-06-01"))).rows
    #expect(rows.map(\.key) == ["due", "done", "both"])
    #expect(rows.map(\.plan) == [1, 0, 1])
    #expect(rows.map(\.actual) == [0, 1, 1])
    #expect(rows.map(\.rate) == [0, nil, 100])
  }

  @Test("A month's last day is right in leap years too")
  func months() throws {
    #expect(MonthReview.month(of: try day("2024-02-10")).upperBound == CivilDate("2024-02-29"))
    #expect(MonthReview.month(of: try day("2022-12-31")).lowerBound == CivilDate("2022-12-01"))
  }
}
