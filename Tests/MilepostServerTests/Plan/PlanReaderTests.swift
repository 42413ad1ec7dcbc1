import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct PlanReaderTests {
  private func fault(in text: String) -> Refusal? {
    do {
      _ = try PlanReader.read(text)
      return nil
    } catch { return error }
  }

  private func plan(_ milestone: String) -> String {
    """
    projects:
      - key: a
        name: 甲
        milestones:
          - \(milestone)
    """
  }

  @Test("The documented format is read field by field, facts in the order in which they were written")
  func documentedFormat() throws {
    let plan = try PlanReader.read(
      """
      # 2022
      projects:
        - key: henggang-kindergarten
          name: 横港中心幼儿园新建工程
          owner: ""
          zone: Asia/Shanghai
          labels: {town: baibu}
          facts: {投资: 5200多万元, 占地: 约15亩, 班级: 18}
          alerts: {lead: [30, 14, 7, 3, 1], on_day: true, overdue_every: 1, alert_hour: "09:00", working_days_only: no}
          milestones:
            - {key: completion, name: 全部工程完工, due: 2022年6月底}
            - {key: opening, name: 投入使用, due: 2022-09-30, after: [completion]}
      """)
    let project = try #require(plan.projects.first)
    #expect(project.project.facts?.map(\.name) == ["投资", "占地", "班级"])
    #expect(project.project.facts?.last?.value == "18")
    #expect(project.project.owner == "")
    #expect(
      project.project.policy
        == PolicyDraft(
          leadDays: [30, 14, 7, 3, 1], onDay: true, overdueEveryDays: 1, alertMinute: 540, workingDaysOnly: false))
    #expect(project.milestones.map(\.due) == ["2022年6月底", "2022-09-30"])
    #expect(project.milestones.last?.after == ["completion"])
  }

  @Test("JSON is read as well")
  func json() throws {
    let plan = try PlanReader.read(
      #"{"projects": [{"key": "a", "name": "甲\n", "milestones": [{"key": "b", "name": "乙", "due": "6月底"}]}]}"#)
    #expect(plan.projects.first?.project.name == "甲\n")
    #expect(plan.projects.first?.milestones.first?.due == "6月底")
  }

  @Test(
    "A fault is refused with its code, its place and its line",
    arguments: [
      ("projects:\n  - key: a\n    nmae: 甲\n", Refusal.Code.unknownKey, "projects[0].nmae", "Line 3", "name"),
      ("projects:\n  - key: a\n    name: [甲]\n", .wrongType, "projects[0].name", "Line 3", "a list"),
      ("projects:\n  - name: 甲\n", .missingField, "projects[0].key", "Line 2", "key"),
      ("projects:\n  - key: a\n", .missingField, "projects[0].name", "Line 2", "name"),
      ("projects:\n  - key: a\n    name:\n", .missingField, "projects[0].name", "Line 2", "name"),
      ("projects:\n  - key: a/b\n    name: 甲\n", .invalidKey, "projects[0].key", "Line 2", "a/b"),
      ("projects:\n  - key: \"a\\e\"\n    name: 甲\n", .invalidKey, "projects[0].key", "Line 2", "·"),
      ("projects:\n  - key: a\n    key: b\n    name: 甲\n", .duplicateKey, "key", "Line", "twice"),
      ("projects: 7\n", .wrongType, "projects", "Line 1", "list"),
      ("projects:\n  - 7\n", .wrongType, "projects[0]", "Line 2", "fields"),
      ("- a\n", .wrongType, "line 1, column 1", "Line 1", "fields"),
      ("project: []\n", .unknownKey, "project", "Line 1", "projects"),
      ("projects:\n  - key: a\n\tname: 甲\n", .malformedInput, "line 3, column 1", "line 3", "tab"),
      ("projects: [a", .malformedInput, "line 2, column 1", "line 2", "]"),
      ("projects: []\n---\nprojects: []\n", .malformedInput, "line 2, column 1", "Line 2", "one document"),
      ("", .missingField, "projects", "", "empty"),
      ("# nothing\n", .missingField, "projects", "", "empty"),
      ("projects:\n", .missingField, "projects", "", "empty"),
      ("projects: [{key: a, name: b, labels: {1: x, \"1\": y}}]", .duplicateKey, "1", "Line 1", "twice"),
      ("projects: [{key: a, name: b, labels: {? [c] : y}}]", .wrongType, "projects[0].labels", "Line 1", "key"),
      (
        "projects: [{key: a, name: b, alerts: {lead: [1.5]}}]", .wrongType, "projects[0].alerts.lead[0]", "Line 1",
        "whole"
      ),
      (
        "projects: [{key: a, name: b, alerts: {on_day: maybe}}]", .wrongType, "projects[0].alerts.on_day", "Line 1",
        "true"
      ),
      (
        "projects: [{key: a, name: b, alerts: {alert_hour: \"24:00\"}}]", .invalidValue,
        "projects[0].alerts.alert_hour", "Line 1", "HH:MM"
      ),
      (
        "projects: [{key: a, name: b, alerts: {lead: [99999999999999999999]}}]", .wrongType,
        "projects[0].alerts.lead[0]", "Line 1", "whole"
      ),
    ])
  func faults(_ text: String, code: Refusal.Code, place: String, line: String, word: String) throws {
    let refusal = try #require(fault(in: text), "accepted: \(text)")
    #expect(refusal.code == code)
    #expect(refusal.place == place)
    #expect(refusal.text.en.contains(line))
    #expect(refusal.text.en.contains(word), "\(refusal.text.en)")
    #expect(!refusal.text.zh.isEmpty && refusal.text.zh != refusal.text.en)
  }

  @Test(
    "What a milestone lacks is named",
    arguments: [("{name: 乙, due: 6月底}", "key"), ("{key: b, due: 6月底}", "name"), ("{key: b, name: 乙}", "due")])
  func incompleteMilestone(_ milestone: String, field: String) throws {
    let refusal = try #require(fault(in: plan(milestone)))
    #expect(refusal.code == .missingField)
    #expect(refusal.place == "projects[0].milestones[0].\(field)")
    #expect(refusal.text.en.hasPrefix("Line 5"))
  }

  @Test("Two entries with one key are refused, with the line of the first")
  func keyTwice() throws {
    let text = plan("{key: b, name: 乙, due: 6月底}") + "\n      - {key: b, name: 丙, due: 7月底}"
    let refusal = try #require(fault(in: text))
    #expect(refusal.code == .duplicateKey)
    #expect(refusal.place == "projects[0].milestones[1].key")
    #expect(refusal.text.en == "Line 6: The key “b” is taken already by the entry in line 5.")
    let projects = try #require(fault(in: "projects: [{key: a, name: b}, {key: a, name: c}]"))
    #expect(projects.place == "projects[1].key")
  }

  @Test("A project's calendar is read as people write it: a base and how it differs, ranges of days, hours")
  func calendars() throws {
    func calendar(_ text: String) -> String {
      "projects: [{key: a, name: a, calendars: [\(text)], milestones: []}]"
    }
    let outdoor = try PlanReader.read(
      calendar("{name: outdoor, base: china, days: {2022-06-07..2022-06-10: off, 2022-06-12: '8:00-12:00'}}"))
    let read = try #require(outdoor.projects.first?.calendars.first)
    #expect(read.base == "china" && read.week.isEmpty && read.exceptions.count == 5)
    #expect(read.exceptions[try #require(CivilDate("2022-06-12"))] == [480..<720])
    let own = try PlanReader.read(calendar("{name: nights, week: {Mon: '00:00-06:00, 22:00-24:00', sun: off}}"))
    #expect(own.projects.first?.calendars.first?.week.first == [0..<360, 1320..<1440])
    for (text, place) in [
      ("{name: x}", ""), ("{base: china}", ".name"), ("{name: x, week: {mo: off}}", ".week.mo"),
      ("{name: x, week: {mon: 8-12}}", ".week.mon"), ("{name: x, week: {mon: '12:00-08:00'}}", ".week.mon"),
      ("{name: x, base: b, days: {2022-02-30: off}}", ".days.2022-02-30"),
      ("{name: x, base: b, days: {2022-06-10..2022-06-01: off}}", ".days"), ("{name: x, base: b, hours: 1}", ".hours"),
      ("{name: x, base: b}, {name: x, base: b}", ".name"),
    ] {
      let refusal = try #require(fault(in: calendar(text)), "\(text)")
      #expect(refusal.place?.hasPrefix("projects[0].calendars[") == true && refusal.place?.contains(place) == true)
      #expect(refusal.text.en.hasPrefix("Line 1: "), "\(refusal.text.en)")
    }
  }

  @Test("Anchors and aliases are refused before any alias is followed", .timeLimit(.minutes(1)))
  func aliasBomb() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...40 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(try #require(fault(in: bomb)).place == "a0")
    // As a key it would be followed by the parser itself, to look for duplicates.
    let key = try #require(fault(in: bomb + "? *a40\n: x\n"))
    #expect(key.code == .malformedInput)
    #expect(key.text.en.contains("Anchors"))
    #expect(try #require(fault(in: "projects: *nothing")).text.en.contains("Anchors"))
    #expect(try #require(fault(in: "projects: &a []")).text.en.contains("Anchors"))
  }

  @Test("Text that only looks like an anchor is text")
  func ampersands() throws {
    let plan = try PlanReader.read(plan("{key: b, name: 'R&D: &lab', due: 6月底 * 2 &c}"))
    #expect(plan.projects[0].milestones[0].name == "R&D: &lab")
    #expect(plan.projects[0].milestones[0].due == "6月底 * 2 &c")
  }

  @Test("Deep nesting is refused and does not overflow the stack", arguments: [40, 1000, 100_000])
  func deepNesting(depth: Int) throws {
    let refusal = try #require(fault(in: "projects: " + String(repeating: "[", count: depth)))
    #expect(refusal.code == .malformedInput)
    let closed = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try #require(fault(in: "projects: \(closed)")).code == .malformedInput)
    #expect(try #require(fault(in: String(repeating: "- ", count: depth))).code != .unavailable)
  }

  @Test("A plan larger than 16 MiB is refused unread; one that is not UTF-8 is refused")
  func sizeAndEncoding() {
    do throws(Refusal) {
      _ = try PlanReader.source([UInt8](repeating: 0x20, count: PlanReader.sizeMax + 1))
      Issue.record("accepted")
    } catch { #expect(error.code == .bodyTooLarge) }
    do throws(Refusal) {
      _ = try PlanReader.source([0x70, 0xFF, 0xFE])
      Issue.record("accepted")
    } catch { #expect(error.code == .malformedInput) }
  }

  @Test("Noise is refused or read, never worse", arguments: 0..<300)
  func noise(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("projects:key name-[]{}#&*!|>'\"%@`,?~\n\t 甲1.\\\u{85}")
    let text = String((0..<200).map { _ in alphabet.randomElement(using: &random) ?? " " })
    _ = fault(in: text)
    _ = fault(in: "projects:\n  - key: a\n    name: " + text)
  }
}
