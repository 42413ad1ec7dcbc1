import MilepostCore
import Testing

@testable import MilepostExchange

enum MSPDISample {
  static func text(tasks: String = usual, head: String = "") -> String {
    let hours = """
      <DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>\
      <WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>
      """
    let week = (1...7).map { day in
      "<WeekDay><DayType>\(day)</DayType>\(day == 1 || day == 7 ? "<DayWorking>0</DayWorking>" : hours)</WeekDay>"
    }.joined()
    func exception(_ from: String, _ to: String, _ worked: String) -> String {
      "<Exception><TimePeriod><FromDate>\(from)T00:00:00</FromDate><ToDate>\(to)T23:59:00</ToDate></TimePeriod>\(worked)</Exception>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>\(head)
      <Project xmlns="http://schemas.microsoft.com/project"><Name>HG</Name><StartDate>2026-02-09T08:00:00</StartDate>
      <CalendarUID>1</CalendarUID><HonorConstraints>0</HonorConstraints>
      <Calendars><Calendar><UID>1</UID><Name>标准</Name><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>\(week)</WeekDays>
      <Exceptions>\(exception("2026-02-15", "2026-02-23", "<DayWorking>0</DayWorking>"))\
      \(exception("2026-02-14", "2026-02-14", hours))</Exceptions></Calendar></Calendars>
      <Tasks><Task><UID>0</UID><Name>HG</Name><OutlineLevel>0</OutlineLevel></Task>\(tasks)</Tasks></Project>
      """
  }

  static func task(_ uid: Int, _ name: String, _ duration: String, level: Int = 1, _ rest: String = "") -> String {
    "<Task><UID>\(uid)</UID><Name>\(name)</Name><OutlineLevel>\(level)</OutlineLevel><Duration>\(duration)</Duration>"
      + "<DurationFormat>7</DurationFormat><CalendarUID>-1</CalendarUID>\(rest)</Task>"
  }

  static func link(_ from: Int, type: Int = 1, lag: Int = 0, format: Int = 7) -> String {
    "<PredecessorLink><PredecessorUID>\(from)</PredecessorUID><Type>\(type)</Type><LinkLag>\(lag)</LinkLag>"
      + "<LagFormat>\(format)</LagFormat></PredecessorLink>"
  }

  static let usual =
    task(1, "主体施工", "PT64H0M0S")
    + task(2, "装修", "PT16H0M0S", "<Deadline>2026-02-27T17:00:00</Deadline>" + link(1, lag: 4800))
    + task(3, "完工", "PT0H0M0S", "<Milestone>1</Milestone>" + link(2))
}

/// What fuzzing found.
@Suite struct MSPDICrashers {
  @Test("A name that is not UTF-8 is refused, and ends no process", arguments: [0xFF, 0xC0, 0xE4] as [UInt8])
  func brokenName(byte: UInt8) throws {
    var bytes = Array(MSPDISample.text().utf8)
    let name = try #require(bytes.firstRange(of: Array("<Tasks>".utf8)))
    bytes.insert(byte, at: name.lowerBound + 4)
    let refusal = #expect(throws: Refusal.self) { try MSPDIReader.read(bytes) }
    #expect(refusal?.code == .malformedInput)
  }
}

extension MSPDISample {
  fileprivate static func task(_ uid: Int, _ name: String, _ duration: String, _ rest: String) -> String {
    task(uid, name, duration, level: 1, rest)
  }
}

@Suite struct MSPDITests {
  private func read(_ text: String) throws -> ImportedSchedule { try MSPDIReader.read(Array(text.utf8)) }

  private func finishes(_ schedule: ImportedSchedule) throws -> [String: String] {
    let (network, places) = try schedule.network()
    let counted = Schedule(network)
    return places.mapValues { counted.finish(of: $0).dateOfFinish.description }
  }

  private func refusal(_ text: String) -> Refusal.Code? {
    do {
      _ = try read(text).network()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test("Days off, the Saturday worked for them, and lags in tenths of a minute count as Microsoft Project's do")
  func counting() throws {
    #expect(try finishes(read(MSPDISample.text())) == ["1": "2026-02-25", "2": "2026-03-02", "3": "2026-03-02"])
  }

  @Test("Elapsed durations and lags count every hour; a manual task stands where it was put")
  func elapsedAndManual() throws {
    let tasks =
      MSPDISample.task(1, "通风", "PT72H0M0S").replacing("<DurationFormat>7", with: "<DurationFormat>8")
      + MSPDISample.task(2, "检测", "PT8H0M0S", MSPDISample.link(1, lag: 28800, format: 8))
      + MSPDISample.task(
        3, "手工", "PT8H0M0S", "<Manual>1</Manual><Start>2026-03-03T08:00:00</Start>" + MSPDISample.link(2))
    let schedule = try read(MSPDISample.text(tasks: tasks))
    #expect(schedule.tasks.map(\.isElapsed) == [true, false, false])
    // Three days of airing from Monday 08:00, two more of waiting: Saturday, which is worked.
    #expect(try finishes(schedule) == ["1": "2026-02-12", "2": "2026-02-14", "3": "2026-03-03"])
  }

  @Test("A summary task is not work; what follows it waits for all of its own")
  func summaries() throws {
    let tasks =
      MSPDISample.task(1, "阶段", "PT16H0M0S") + MSPDISample.task(2, "甲", "PT8H0M0S", level: 2)
      + MSPDISample.task(3, "乙", "PT24H0M0S", level: 2) + MSPDISample.task(4, "丙", "PT8H0M0S", MSPDISample.link(1))
    let schedule = try read(MSPDISample.text(tasks: tasks))
    #expect(schedule.tasks.map(\.id) == ["2", "3", "4"])
    #expect(try finishes(schedule)["4"] == "2026-02-12")
  }

  @Test("Deadlines become promises, actual dates are taken over, and the plan is the same when it is read again")
  func plan() throws {
    let tasks = MSPDISample.usual.replacing(
      "<Duration>PT64H0M0S</Duration>",
      with:
        "<Duration>PT64H0M0S</Duration><ActualStart>2026-02-09T08:00:00</ActualStart><RemainingDuration>PT40H0M0S</RemainingDuration>"
    )
    let plan = try ImportedPlan(try read(MSPDISample.text(tasks: tasks)), project: "hg").plan
    #expect(plan.activities.map(\.key) == ["t1", "t2"])
    #expect(plan.activities.first?.started == "2026-02-09")
    #expect(plan.activities.first?.remaining == "5wd")
    #expect(plan.milestones.map(\.key) == ["t2-due", "t3"])
    #expect(plan.milestones.first?.due == "2026-02-27")
    #expect(plan.milestones.first?.after == ["t2"])
    #expect(try ImportedPlan(try read(MSPDISample.text(tasks: tasks)), project: "hg").plan == plan)
  }

  @Test("Elapsed hours stay hours, and a date that holds a milestone back holds it in the plan")
  func elapsedHoursAndGates() throws {
    let tasks =
      MSPDISample.task(1, "养护", "PT36H0M0S").replacing("<DurationFormat>7", with: "<DurationFormat>6")
      + MSPDISample.task(2, "浇筑", "PT8H0M0S", MSPDISample.link(1, lag: 21600, format: 6))
      + MSPDISample.task(
        3, "场地移交", "PT0H0M0S",
        "<Milestone>1</Milestone><ConstraintType>4</ConstraintType><ConstraintDate>2026-03-10T08:00:00</ConstraintDate>"
      )
      + MSPDISample.task(4, "进场", "PT8H0M0S", MSPDISample.link(3))
    let plan = try ImportedPlan(try read(MSPDISample.text(tasks: tasks)), project: "hg").plan
    #expect(plan.activities.map(\.duration) == ["36eh", "1wd", "0wd", "1wd"])
    #expect(plan.activities[1].after == ["t1 +36eh"])
    #expect(plan.activities[2].key == "t3-not-before")
    #expect(plan.activities[2].constraints == ["start_no_earlier": "2026-03-10"])
    #expect(plan.milestones.map(\.after) == [["t3-not-before"]])
    #expect(plan.activities[3].after == ["t3"])
  }

  @Test("Entities, depth, broken and empty files are refused within bounds")
  func hostile() {
    let bomb = """
      <!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
      """
    #expect(refusal(MSPDISample.text(head: bomb)) == .malformedInput)
    #expect(refusal("<Project><StartDate>2026-02-09T08:00:00</StartDate></Project>") == .missingField)
    #expect(refusal("not xml") == .malformedInput)
    #expect(refusal(String(MSPDISample.text().dropLast(40))) == .malformedInput)
    #expect(refusal(String(repeating: "<a>", count: 100_000)) == .malformedInput)
    #expect(
      refusal(MSPDISample.text(tasks: MSPDISample.task(1, String(repeating: "x", count: 2 << 20), "PT8H0M0S")))
        == .malformedInput)
    let circle = MSPDISample.usual.replacing("</UID><Name>主体施工", with: "</UID>\(MSPDISample.link(3))<Name>主体施工")
    #expect(refusal(MSPDISample.text(tasks: circle)) == .linkCycle)
  }
}

@Suite struct MSPDIWriterTests {
  @Test("What is written is read back as the same schedule: dates, links, calendars, progress")
  func roundTrip() throws {
    for text in [
      MSPDISample.text(),
      MSPDISample.text(
        tasks: MSPDISample.task(
          1, "甲 &lt;\u{301}&amp;&gt;\u{338} “乙”", "PT12H0M0S", level: 1,
          "<ActualStart>2026-02-09T08:00:00</ActualStart>"
            + "<RemainingDuration>PT6H30M0S</RemainingDuration>")
          + MSPDISample.task(
            2, "通风", "PT72H0M0S", level: 1,
            MSPDISample.link(1, type: 3, lag: -4800) + "<ConstraintType>4</ConstraintType>"
              + "<ConstraintDate>2026-03-02T08:00:00</ConstraintDate>")),
    ] {
      let first = try MSPDIReader.read(Array(text.utf8))
      let second = try MSPDIReader.read(Array(try MSPDIWriter.text(first).utf8))
      #expect(second.tasks == first.tasks)
      #expect(second.relations == first.relations)
      #expect(second.calendars.map(\.shifts) == first.calendars.map(\.shifts))
      #expect(second.start == first.start)
      let (left, right) = (Schedule(try first.network().network), Schedule(try second.network().network))
      #expect(right.moves(from: left).isEmpty)
    }
  }
}
