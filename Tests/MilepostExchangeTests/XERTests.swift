import MilepostCore
import Testing

@testable import MilepostExchange

/// Eight working days from Monday, 9 February 2026, with Spring Festival off from the 15th to the 23rd and Saturday the
/// 14th worked end on the 25th: three programs agree.
enum XERSample {
  static func text(saturday: Bool = true, lag: String = "rcal_Predecessor", options: String = "Y\tN") -> String {
    // Days since 30 December 1899: 46067 is 14 February 2026.
    let off = (46068...46076).map { "(0||\($0)(d|\($0))())" }.joined()
    let worked = saturday ? "(0||1(d|46067)((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)())))" : ""
    let day = "((0||0(s|08:00|f|12:00)())(0||1(s|13:00|f|17:00)()))"
    let week = "(0||1()())" + (2...6).map { "(0||\($0)()\(day))" }.joined() + "(0||7()())"
    let calendar =
      "(0||CalendarData()((0||DaysOfWeek()(\(week)))(0||VIEW(ShowTotal|Y)())(0||Exceptions()(\(off)\(worked)))))"
    return """
      ERMHDR\t8.2\t2026-01-01\tProject
      %T\tPROJECT
      %F\tproj_id\tproj_short_name\tplan_start_date\tlast_recalc_date\tplan_end_date\tclndr_id
      %R\t7\tHG\t2026-02-09 08:00\t2026-02-09 00:00\t\t1
      %T\tCALENDAR
      %F\tclndr_id\tclndr_name\tbase_clndr_id\tclndr_data
      %R\t1\t标准\t\t\(calendar)
      %R\t9\t没有工时的人\t\t
      %T\tSCHEDOPTIONS
      %F\tproj_id\tsched_retained_logic\tsched_progress_override\tsched_calendar_on_relationship_lag
      %R\t7\t\(options)\t\(lag)
      %T\tTASK
      %F\ttask_id\tproj_id\tclndr_id\ttask_type\ttask_code\ttask_name\ttarget_drtn_hr_cnt\tremain_drtn_hr_cnt\tact_start_date\tact_end_date\tcstr_type\tcstr_date
      %R\t1\t7\t1\tTT_Task\tA1010\t主体施工\t64\t64\t\t\t\t
      %R\t2\t7\t1\tTT_Task\tA1020\t装修\t16\t16\t\t\tCS_MEOB\t2026-02-27 17:00
      %R\t3\t7\t1\tTT_FinMile\tM10\t完工\t0\t0\t\t\t\t
      %R\t4\t7\t1\tTT_LOE\tL10\t管理\t80\t80\t\t\t\t
      %T\tTASKPRED
      %F\ttask_id\tpred_task_id\tpred_type\tlag_hr_cnt
      %R\t2\t1\tPR_FS\t8
      %R\t3\t2\tPR_FS\t0
      %R\t3\t4\tPR_FS\t0
      %E
      """
  }
}

@Suite struct XERTests {
  private func read(_ text: String) throws -> ImportedSchedule { try XERReader.read(Array(text.utf8)) }

  private func finish(_ id: String, in schedule: ImportedSchedule) throws -> CivilDate {
    let (network, places) = try schedule.network()
    return Schedule(network).finish(of: try #require(places[id])).dateOfFinish
  }

  @Test("A calendar's days off and the Saturday worked for them count as three programs count them")
  func calendar() throws {
    #expect(try finish("A1010", in: read(XERSample.text())) == CivilDate("2026-02-25"))
    #expect(try finish("A1010", in: read(XERSample.text(saturday: false))) == CivilDate("2026-02-26"))
    // A day of lag, and two days of work: 27 February and 2 March.
    #expect(try finish("M10", in: read(XERSample.text())) == CivilDate("2026-03-02"))
  }

  @Test("Settings, kinds, constraints and ids are taken over; what spans other work is left out with a note")
  func fields() throws {
    let schedule = try read(XERSample.text(lag: "rcal_24Hour", options: "N\tN"))
    #expect(schedule.progressRule == .actualDates)
    #expect(schedule.lagCalendar == .elapsed)
    #expect(schedule.tasks.map(\.id) == ["A1010", "A1020", "M10"])
    #expect(schedule.tasks.map(\.kind) == [.work, .work, .finishMilestone])
    #expect(schedule.tasks[1].constraints.map(\.kind) == [.finishNoLater])
    #expect(schedule.calendars.map(\.id) == ["1"])
    #expect(schedule.relations.count == 2)
    #expect(schedule.notes.count == 2)
    let (network, places) = try schedule.network()
    // Due on Friday, done on Monday: a working day late.
    #expect(try read(XERSample.text()).network().network.count == network.count)
    #expect(places.count == 3)
  }

  @Test("Names in UTF-8, in GBK and in a Western code page come out right")
  func encodings() throws {
    let text = XERSample.text()
    let gbk = try #require(gb18030(text))
    #expect(try XERReader.read(gbk).tasks.map(\.name) == ["主体施工", "装修", "完工"])
    let western = text.replacing("主体施工", with: "Stra?e").replacing("装修", with: "x").replacing("完工", with: "y")
      .replacing("标准", with: "z").replacing("没有工时的人", with: "w").replacing("管理", with: "v")
    let bytes = western.utf8.map { $0 == UInt8(ascii: "?") ? 0xDF : $0 }
    #expect(try XERReader.read(bytes).tasks.first?.name == "Straße")
  }

  @Test("What is no schedule is refused with one clear word")
  func faults() {
    func code(_ text: String) -> Refusal.Code? {
      do {
        _ = try read(text).network()
        return nil
      } catch { return (error as? Refusal)?.code }
    }
    #expect(code("") == .malformedInput)
    #expect(code("key,name\n") == .malformedInput)
    #expect(code("ERMHDR\t8.2\n%T\tTASK\n") == .missingField)
    #expect(code(XERSample.text().replacing("%T\tTASK\n", with: "%T\tOTHER\n")) == .missingField)
    #expect(code(XERSample.text().replacing("2026-02-09 08:00\t2026-02-09 00:00", with: "x\ty")) == .missingField)
    #expect(code(XERSample.text().replacing("%E", with: "%R\t1\t3\tPR_FS\t0")) == .linkCycle)
    #expect(code("ERMHDR\n%T\tTASK\n%R\t" + String(repeating: "x", count: 5 << 20)) == .bodyTooLarge)
  }

  @Test("As a plan, ids become keys that stay, deadlines become promises, and calendars come along")
  func plan() throws {
    let imported = try ImportedPlan(try read(XERSample.text()), project: "hg")
    let plan = imported.plan
    #expect(plan.activities.map(\.key) == ["a1010", "a1020"])
    #expect(plan.activities.map(\.duration) == ["8wd", "2wd"])
    #expect(plan.activities[1].after == ["a1010 +1wd"])
    #expect(plan.activities[1].constraints == ["finish_no_later": "2026-02-27"])
    #expect(plan.activities.first?.calendar == "标准")
    #expect(plan.milestones.map(\.key) == ["m10"])
    #expect(plan.milestones.first?.dueIfNew == "2026-03-02")
    #expect(plan.milestones.first?.due == nil)
    #expect(plan.calendars.first?.exceptions.count == 10)
    let again = try ImportedPlan(try read(XERSample.text()), project: "hg").plan
    #expect(again == plan)
  }

  /// Through the same converter the other way round would prove nothing: these are the characters of the sample.
  private func gb18030(_ text: String) -> [UInt8]? {
    let table: [Character: [UInt8]] = [
      "主": [0xD6, 0xF7], "体": [0xCC, 0xE5], "施": [0xCA, 0xA9], "工": [0xB9, 0xA4], "装": [0xD7, 0xB0],
      "修": [0xD0, 0xDE], "完": [0xCD, 0xEA], "标": [0xB1, 0xEA], "准": [0xD7, 0xBC], "没": [0xC3, 0xBB],
      "有": [0xD3, 0xD0], "时": [0xCA, 0xB1], "的": [0xB5, 0xC4], "人": [0xC8, 0xCB], "管": [0xB9, 0xDC],
      "理": [0xC0, 0xED],
    ]
    var bytes: [UInt8] = []
    for character in text {
      if character.isASCII {
        bytes += Array(String(character).utf8)
      } else if let pair = table[character] {
        bytes += pair
      } else {
        return nil
      }
    }
    return bytes
  }
}
