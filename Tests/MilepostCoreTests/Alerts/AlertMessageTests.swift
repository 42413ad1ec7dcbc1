import Foundation
import MilepostCore
import Testing

@Suite struct AlertMessageTests {
  let project = Project(
    key: "henggang", name: "横港“中心”幼儿园", nameEn: "Henggang \"Central\"\nKindergarten\u{1}\\", zone: "Asia/Shanghai",
    calendar: "weekdays")

  private func milestone(due: String = "2022-06-30", expected: String? = nil) throws -> Milestone {
    Milestone(
      projectID: 1, key: "completion", name: "全部工程完工",
      due: DueDate(written: "6月底", date: try #require(CivilDate(due))), expected: expected.flatMap { CivilDate($0) },
      evaluatedThrough: Instant(milliseconds: 0))
  }

  @Test("The body is JSON of the documented form, whatever people wrote into the names")
  func body() throws {
    let milestone = try milestone()
    let today = try #require(CivilDate("2022-07-03"))
    let firing = Firing(rule: "overdue", due: milestone.due.date, ordinal: 2, day: 3, at: Instant(milliseconds: 0))
    let outlook = MilestoneOutlook(milestone, today: today, calendar: .weekdays)
    let message = AlertMessage(
      type: firing.type, project: project, milestone: milestone, outlook: outlook, endsAt: Instant(milliseconds: 1000),
      firedAt: Instant(milliseconds: 2000),
      sentence: AlertSentence.firing(project: project, milestone: milestone, outlook: outlook, today: today, lateMs: 0),
      firing: AlertMessage.Cause(firing: firing, lateMs: 2000, covered: Covered(rules: ["due"], overdue: 1)))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: any Sendable])
    #expect(json["type"] as? String == "milestone.overdue")
    #expect(json["timestamp"] as? String == "1970-01-01T00:00:02.000Z")
    let data = try #require(json["data"] as? [String: any Sendable])
    #expect((data["project"] as? [String: any Sendable])?["name_en"] as? String == project.nameEn)
    #expect((data["due"] as? [String: any Sendable])?["written"] as? String == "6月底")
    #expect(data["days_overdue"] as? Int == 3)
    #expect(data["light"] as? String == "red")
    let cause = try #require(data["alert"] as? [String: any Sendable])
    #expect(cause["occurrence"] as? String == "2022-06-30#3")
    #expect(cause["covers"] as? [String] == ["due"])
  }

  @Test("Sentences count days in both languages")
  func sentences() throws {
    let milestone = try milestone(expected: "2022-07-15")
    func said(_ today: String, lateMs: Int64 = 0) throws -> Bilingual {
      let today = try #require(CivilDate(today))
      let outlook = MilestoneOutlook(milestone, today: today, calendar: .weekdays)
      return AlertSentence.firing(
        project: project, milestone: milestone, outlook: outlook, today: today, lateMs: lateMs)
    }
    #expect(try said("2022-06-29").en.contains("in 1 day; it is now expected on 2022-07-15."))
    #expect(try said("2022-06-30").zh.contains("今天（2022-06-30）到期"))
    #expect(try said("2022-07-02").zh.contains("已逾期2天"))
    #expect(try said("2022-07-02", lateMs: 3 * 86_400_000).en.contains("(this alert comes 3 days late)"))
    #expect(!(try said("2022-07-02", lateMs: 3_599_999).en.contains("comes")))
  }

  @Test("The light is green with time in hand, yellow near the day, red when late or expected to be, grey when done")
  func lights() throws {
    func light(_ today: String, expected: String? = nil, actual: String? = nil) throws -> MilestoneOutlook {
      var milestone = try milestone(expected: expected)
      milestone.actual = actual.flatMap { CivilDate($0) }
      return MilestoneOutlook(milestone, today: try #require(CivilDate(today)), calendar: .weekdays)
    }
    #expect(try light("2022-06-15").light == .green)
    #expect(try light("2022-06-16").light == .yellow)
    #expect(try light("2022-06-30").light == .yellow)
    #expect(try light("2022-07-01").light == .red)
    #expect(try light("2022-05-01", expected: "2022-07-01").light == .red)
    #expect(try light("2022-07-05", actual: "2022-07-01").light == .grey)
    #expect(try light("2022-07-04").floatDays == -2)
    #expect(try light("2022-05-01", expected: "2022-06-28").floatDays == 2)
  }
}
