import MilepostCore
import Testing

@testable import MilepostExchange

@Suite struct CSVTests {
  private func read(_ text: String) throws -> PlanDocument.ProjectPlan {
    try CSVPlanReader.read(Array(text.utf8), project: "p")
  }

  private func refusal(_ text: String) -> Refusal? {
    do {
      _ = try read(text)
      return nil
    } catch { return error as? Refusal }
  }

  private let chinese = "类型,标识,名称,工期,应完成,前置\n工作,works,室外施工,20个工作日,,\n里程碑,completion,全部完工,,6月底,works +5wd；airing\n"

  @Test("Headers in English and in Chinese, commas, semicolons and tabs give the same plan")
  func headers() throws {
    let plan = try read(chinese)
    #expect(plan.activities.map(\.key) == ["works"])
    #expect(plan.activities.first?.duration == "20个工作日")
    #expect(plan.milestones.first?.due == "6月底")
    #expect(plan.milestones.first?.after == ["works +5wd", "airing"])
    let english =
      "Kind;Key;Name;Duration;Due date;Predecessors\nactivity;works;室外施工;20个工作日;;\n"
      + "milestone;completion;全部完工;;6月底;\"works +5wd; airing\"\n"
    #expect(try read(english) == plan)
    #expect(try read(english.replacing(";", with: "\t").replacing("\t airing", with: "; airing")) == plan)
  }

  @Test("GBK, UTF-8 with a mark and UTF-16 are read alike")
  func encodings() throws {
    let plan = try read(chinese)
    // 类型,标识,名称,应完成 and one row, as a Chinese spreadsheet saves them.
    let gbk: [UInt8] = [
      0xC0, 0xE0, 0xD0, 0xCD, 0x2C, 0xB1, 0xEA, 0xCA, 0xB6, 0x2C, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xD3, 0xA6, 0xCD, 0xEA,
      0xB3, 0xC9, 0x0D, 0x0A, 0xC0, 0xEF, 0xB3, 0xCC, 0xB1, 0xAE, 0x2C, 0x61, 0x2C, 0xCD, 0xEA, 0xB9, 0xA4, 0x2C, 0x36,
      0xD4, 0xC2, 0xB5, 0xD7, 0x0D, 0x0A,
    ]
    let fromGBK = try CSVPlanReader.read(gbk, project: "p")
    #expect(fromGBK.milestones.map(\.name) == ["完工"])
    #expect(fromGBK.milestones.map(\.due) == ["6月底"])
    #expect(try CSVPlanReader.read([0xEF, 0xBB, 0xBF] + Array(chinese.utf8), project: "p") == plan)
    let wide = chinese.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try CSVPlanReader.read([0xFF, 0xFE] + wide, project: "p") == plan)
    #expect(throws: Refusal.self) { try CSVPlanReader.read([0x80, 0xFF, 0xFF, 0x00], project: "p") }
  }

  @Test("What is no such table is refused with its line")
  func faults() {
    #expect(refusal("")?.code == .missingField)
    #expect(refusal("key,name\n")?.code == .missingField)
    #expect(refusal("key,nmae\na,b\n")?.text.en.contains("“name”") == true)
    #expect(refusal("key,name,名称\na,b,c\n")?.code == .duplicateKey)
    #expect(refusal("key,name,due\n,b,6月底\n")?.place == "line 2")
    #expect(refusal("key,name,due\na,b,\n")?.text.en.hasPrefix("Line 2: “due”") == true)
    #expect(refusal("key,name,due\na,b,6月底\na,c,7月底\n")?.code == .duplicateKey)
    #expect(refusal("kind,key,name,due\nx,a,b,6月底\n")?.code == .invalidValue)
    #expect(refusal("key,name,due\na,\"b,6月底\n")?.code != nil)
    #expect(refusal("key,name,due\na," + String(repeating: "x", count: 2 << 20) + ",6月底\n")?.code == .bodyTooLarge)
  }

  @Test("What is written is read back as the same, formulas and quotes disarmed")
  func roundTrip() throws {
    var writer = CSVPlanWriter(isChinese: true)
    let works = PlanActivity(
      projectID: 1, key: "works", name: "含,逗号 \"引号\"", duration: WorkDuration(20, .workingDays),
      after: [PlanLink(key: "a", kind: .startStart, lag: WorkDuration(-2, .days))], started: CivilDate("2022-05-20"))
    let milestone = Milestone(
      projectID: 1, key: "m", name: "=HYPERLINK(1)",
      due: DueDate(written: "6月底", date: try #require(CivilDate("2022-06-30"))),
      evaluatedThrough: Instant(milliseconds: 0))
    writer.add(
      works, CSVPlanWriter.Standing(start: "2022-05-20", forecast: "2022-06-16", float: "-3", state: "started"))
    writer.add(milestone, CSVPlanWriter.Standing(forecast: "2022-06-30"))
    let text = writer.text
    #expect(text.hasPrefix("\u{FEFF}类型,标识"))
    #expect(text.contains(",'=HYPERLINK(1),"))
    #expect(text.contains(",-3,"))
    let plan = try CSVPlanReader.read(Array(text.utf8), project: "p")
    #expect(plan.activities.first?.name == works.name)
    #expect(plan.activities.first?.after == ["a SS-2d"])
    #expect(plan.activities.first?.started == "2022-05-20")
    #expect(plan.milestones.first?.due == "2022-06-30")
  }

  @Test(
    "A calendar has one day for each milestone, lines of 75 bytes at most, cut between characters, and stable identities"
  )
  func calendar() throws {
    var writer = ICalendarPlanWriter(name: "工程", isChinese: true)
    let milestone = Milestone(
      projectID: 1, key: "m", name: String(repeating: "横港中心幼儿园；", count: 12),
      due: DueDate(written: "6月底", date: try #require(CivilDate("2022-06-30"))),
      evaluatedThrough: Instant(milliseconds: 1_653_004_800_000))
    let project = Project(key: "p", name: "工程", zone: "Asia/Shanghai", calendar: "china")
    writer.add(
      milestone, in: project,
      MilestoneOutlook(milestone, today: try #require(CivilDate("2022-07-02")), calendar: .weekdays))
    let text = writer.text
    #expect(text.contains("DTSTART;VALUE=DATE:20220630\r\nDTEND;VALUE=DATE:20220701\r\n"))
    #expect(text.contains("UID:m/p@milepost\r\n"))
    #expect(text.contains("DTSTAMP:20220520T000000Z\r\n"))
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
    #expect(text.replacing("\r\n ", with: "").contains("预计2022-07-02完成"))
  }
}
