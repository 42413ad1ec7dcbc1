import Foundation
import MilepostAPI

/// Answers as the service gives them.
enum Canned {
  static func json(_ value: some Encodable, status: Int = 200) -> CannedAnswer {
    .response(status, text(value))
  }

  static func text(_ value: some Encodable) -> String {
    // A value of the API that cannot be encoded would be the API's fault, and its own tests'.
    (try? WireCoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "unencodable"
  }

  static let refusal = Problem(
    code: "unknown_project", status: 404, title: "Unknown project",
    detail: "There is no project “hengang”; did you mean “henggang-kindergarten”?",
    detailZh: "没有项目“hengang”，您是指“henggang-kindergarten”吗？", place: "project")

  static let problem = text(refusal)

  static let project = ProjectView(
    key: "henggang-kindergarten", name: "横港中心幼儿园新建工程", nameEn: "Henggang Central Kindergarten, new build",
    owner: "百步镇", zone: "Asia/Shanghai", calendar: "china", labels: ["town": "baibu"],
    facts: [FactView(name: "投资", value: "5200多万元"), FactView(name: "classes", value: "18")],
    alerts: PolicyView(
      lead: [30, 14, 7, 3, 1], onDay: true, overdueEvery: 1, alertHour: "09:00", workingDaysOnly: true),
    archived: false, milestones: 2, open: 2, overdue: 0, light: "yellow", revision: 7)

  static let completion = MilestoneView(
    project: "henggang-kindergarten", key: "completion", name: "全部工程完工", nameEn: "All works complete",
    kind: "date", state: "open",
    due: DueView(written: "6月底", date: "2022-06-30", endsAt: "2022-06-30T16:00:00Z", provisional: false),
    forecast: "2022-07-04", expected: "2022-07-04", actual: nil, evidence: nil, floatDays: -2, light: "red",
    after: [], labels: ["stage": "final"], nextCheck: "2022-05-31T01:00:00Z", nextCheckLocal: "2022-05-31 09:00",
    daysLeft: 36, revision: 3)

  static let opening = MilestoneView(
    project: "henggang-kindergarten", key: "opening", name: "投入使用", nameEn: "In use", kind: "date", state: "open",
    due: DueView(written: "2022年9月", date: "2022-09-30", endsAt: "2022-09-30T16:00:00Z", provisional: false),
    forecast: "2022-09-30", expected: nil, actual: nil, evidence: nil, floatDays: 0, light: "green",
    after: ["completion"], labels: [:], nextCheck: "2022-08-31T01:00:00Z", nextCheckLocal: "2022-08-31 09:00",
    daysLeft: 128, revision: 1)

  static let status = StatusView(
    version: MilepostVersion.current, now: "2022-05-25T02:00:00Z", rehearsal: false, projects: 1, milestonesOpen: 2,
    overdue: 0, alertsOpen: 1, deliveriesPending: 0, deliveriesDead: 0, nextCheck: "2022-05-31T01:00:00Z",
    milestones: [completion, opening])

  static let webhook = WebhookView(
    name: "office", url: "https://hooks.example.cn/…", state: "active", reason: nil, projects: [], pending: 0,
    delivered: 12, dead: 0, revision: 1)
}
