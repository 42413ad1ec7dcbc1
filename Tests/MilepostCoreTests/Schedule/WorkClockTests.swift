import MilepostCore
import Testing

@Suite struct WorkClockTests {
  @Test("Every minute of four months is counted as counting minute by minute does, and every count leads back")
  func minutes() throws {
    for calendar in RandomNetwork.calendars {
      let clock = try WorkClock(calendar.source)
      let first = SlowCalendar.firstMinute
      let origin = clock.work(before: first)
      var wrong = 0
      for minute in 0..<SlowCalendar.days * 1440 {
        let count = calendar.count(before: first + minute)
        if clock.work(before: first + minute) - origin != count { wrong += 1 }
        guard calendar.isWorked(first + minute) else { continue }
        if clock.start(at: origin + count) != first + minute { wrong += 1 }
        if clock.finish(at: origin + count + 1) != first + minute + 1 { wrong += 1 }
      }
      #expect(wrong == 0, "\(calendar.source.name)")
    }
  }

  @Test("Centuries before and after the table the week alone rules, and counting there and back is exact")
  func far() throws {
    let christmas = ISO.day("2024-12-25")
    let clock = try WorkClock(
      ShiftCalendar(WorkCalendar(name: "far", exceptions: [christmas: .init(isWorking: false, name: "Christmas")])))
    for (day, minute) in [("1066-10-15", 480), ("1999-12-31", 900), ("2024-12-24", 480), ("2150-03-05", 1019)] {
      let instant = CivilMinute(ISO.day(day), minute: minute).value
      #expect(clock.start(at: clock.work(before: instant)) == instant, "\(day)")
    }
    // 1600 weeks of five days, less the one day off.
    let from = ISO.minute("2001-01-01T00:00").value
    #expect(clock.work(before: from + 1600 * 7 * 1440) - clock.work(before: from) == 1600 * 5 * 480 - 480)
  }

  @Test("A start stands where the next work begins and a finish where the last has ended")
  func edges() throws {
    let clock = try WorkClock(ShiftCalendar(.weekdays))
    let friday = ISO.minute("2022-06-24T17:00").value
    let monday = ISO.minute("2022-06-27T08:00").value
    let work = clock.work(before: friday)
    #expect(clock.work(before: monday) == work)
    #expect(clock.finish(at: work) == friday)
    #expect(clock.start(at: work) == monday)
    #expect(clock.start(at: work + 240) == ISO.minute("2022-06-27T13:00").value)
    #expect(clock.finish(at: work + 240) == ISO.minute("2022-06-27T12:00").value)
  }

  @Test("Eight working days over Spring Festival end where three other programs say, with and without the make-up day")
  func springFestival() throws {
    var days: [CivilDate: WorkCalendar.Exception] = [:]
    for offset in 0..<9 {
      days[ISO.day("2026-02-15").adding(days: offset)] = .init(isWorking: false, name: "春节")
    }
    for (isMadeUp, end) in [(false, "2026-02-26T17:00"), (true, "2026-02-25T17:00")] {
      if isMadeUp { days[ISO.day("2026-02-14")] = .init(isWorking: true, name: "春节调休") }
      var draft = NetworkDraft()
      let calendar = try draft.add(ShiftCalendar(WorkCalendar(name: "china", exceptions: days)))
      let id = try draft.add(
        Activity(name: Bilingual(en: "Works", zh: "施工"), calendar: calendar, duration: 8 * 480))
      let schedule = Schedule(try draft.compile(ScheduleSettings(start: ISO.minute("2026-02-09T00:00"))))
      #expect(schedule.finish(of: id).description == end)
    }
  }

  @Test("A working day is what most weekdays have, the longer where two tie")
  func perDay() {
    #expect(ShiftCalendar(.weekdays).minutesPerDay == 480)
    var week = Array(repeating: ShiftCalendar.officeHours, count: 5) + [[480..<720], []]
    #expect(ShiftCalendar(name: "five and a half", week: week).minutesPerDay == 480)
    week = [[480..<720], [480..<1080], [], [], [], [], []]
    #expect(ShiftCalendar(name: "tie", week: week).minutesPerDay == 600)
  }

  @Test("Calendars that cannot be counted in are refused with what would be right")
  func refused() {
    func code(_ calendar: ShiftCalendar) -> Refusal.Code? {
      do {
        _ = try WorkClock(calendar)
        return nil
      } catch { return error.code }
    }
    let idle = ShiftCalendar(name: "idle", week: Array(repeating: [], count: 7))
    #expect(code(idle) == .invalidValue)
    #expect(code(ShiftCalendar(name: "short", week: [])) == .invalidValue)
    var overlapping = ShiftCalendar.roundTheClock
    overlapping.week[3] = [480..<720, 700..<800]
    #expect(code(overlapping) == .invalidValue)
    var long = ShiftCalendar.roundTheClock
    long.week[6] = [1380..<1500]
    #expect(code(long) == .invalidValue)
    var ancient = ShiftCalendar.roundTheClock
    ancient.exceptions[ISO.day("0001-01-01")] = []
    #expect(code(ancient) == .dateOutOfRange)
  }

  @Test("A minute is read and written as people write it, and midnight ends the day before")
  func minute() {
    for text in ["2022-06-30T17:00", "1969-12-31T23:59", "2199-12-31T00:00"] {
      #expect(CivilMinute(text)?.description == text)
    }
    for text in ["2022-06-30", "2022-06-31T00:00", "2022-06-30T24:00", "2022-06-30T7:00", "2022-06-30T07:60", "T", ""] {
      #expect(CivilMinute(text) == nil)
    }
    #expect(CivilMinute.end(of: ISO.day("2022-06-30")).dateOfFinish == CivilDate("2022-06-30"))
    #expect(ISO.minute("2022-06-30T17:00").dateOfFinish == CivilDate("2022-06-30"))
  }
}
