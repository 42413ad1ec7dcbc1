import Foundation
import MilepostCore
import Testing

@Suite struct CountPaceTests {
  private let year: CountPeriod
  private let toilets: CountTarget
  private let cesspits: CountTarget

  init() throws {
    year = try CountPeriod(start: ISO.day("2022-01-01"), due: ISO.day("2022-12-31"))
    toilets = try CountTarget(target: 2, unit: "座公厕", unitEn: "toilets")
    cesspits = try CountTarget(from: 37, target: 0, unit: "处", unitEn: "cesspits")
  }

  private func pace(
    _ target: CountTarget, _ reports: [(String, Double)], _ today: String, _ period: CountPeriod? = nil
  ) throws -> CountPace {
    let reports = try reports.map { try CountReport(date: ISO.day($0.0), value: $0.1) }
    return CountPace(target: target, period: period ?? year, reports: reports, today: ISO.day(today))
  }

  // MARK: Known answers

  @Test("One of two toilets in April is ahead of the year and forecast by its pace")
  func toiletsInApril() throws {
    let pace = try pace(toilets, [("2022-04-01", 1)], "2022-05-01")
    #expect(pace.done == 0.5)
    // 120 of 365 days are over.
    #expect(pace.expected == 120.0 / 365)
    #expect(!pace.isBehind)
    // 240 days in all: the 240th day of the year.
    #expect(pace.forecast == ISO.day("2022-08-28"))
    #expect(
      pace.sentence.en
        == "1 of 2 toilets (50%), on pace: 32.8% was to be expected by 2022-05-01; at this pace it is reached on 2022-08-28."
    )
    #expect(pace.sentence.zh == "目标2座公厕，已完成1座公厕（50%），进度正常：到2022-05-01应完成32.8%；照此进度将于2022-08-28达成。")
  }

  @Test("A count that runs down to zero tells what is left, and how late its pace will be")
  func cesspitsInSummer() throws {
    let pace = try pace(cesspits, [("2022-03-01", 30), ("2022-06-20", 27)], "2022-07-02")
    #expect(pace.done == 10.0 / 37)
    #expect(pace.isBehind)
    // 182 days for 10 of 37: 673.4 days, so on the 674th.
    #expect(pace.forecast == ISO.day("2022-01-01").adding(days: 673))
    #expect(
      pace.sentence.en
        == "27 cesspits left of 37 (27% done), 22.8 points behind the 49.8% to be expected by 2022-07-02; at this pace it is reached on 2023-11-05, 309 days late."
    )
    #expect(pace.sentence.zh == "还剩27处，原有37处（已完成27%），到2022-07-02应完成49.8%，落后22.8个百分点；照此进度将于2023-11-05达成，逾期309天。")
  }

  @Test("Twenty-six of ten is 260 %, and reached on the day the tenth was reported")
  func overFulfilled() throws {
    let cabins = try CountTarget(target: 10, unit: "个")
    let pace = try pace(cabins, [("2022-02-01", 4), ("2022-03-01", 10), ("2022-04-01", 26)], "2022-05-01")
    #expect(pace.done == 2.6)
    #expect(pace.reachedOn == ISO.day("2022-03-01"))
    #expect(pace.forecast == pace.reachedOn)
    #expect(pace.sentence.en == "26 of 10 个 (260%): reached on 2022-03-01.")
  }

  @Test("A count that falls back is open again, and its second reaching is the one that holds")
  func fallsBack() throws {
    let reports = [("2022-02-01", 2.0), ("2022-03-01", 1), ("2022-04-01", 2)]
    #expect(try pace(toilets, reports, "2022-02-10").reachedOn == ISO.day("2022-02-01"))
    #expect(try pace(toilets, reports, "2022-03-10").reachedOn == nil)
    #expect(try pace(toilets, reports, "2022-04-10").reachedOn == ISO.day("2022-04-01"))
  }

  @Test("More cesspits than at the start are less than nothing done, with no forecast")
  func movedAway() throws {
    let pace = try pace(cesspits, [("2022-03-01", 40)], "2022-07-02")
    #expect(pace.done < 0)
    #expect(pace.forecast == nil)
    #expect(pace.isBehind)
    #expect(pace.sentence.en.contains("40 cesspits left of 37 (-8.2% done)"))
    #expect(pace.sentence.en.hasSuffix("; nothing is done yet."))
  }

  @Test("With no report nothing is done, and nothing is expected before the period begins")
  func noReport() throws {
    let before = try pace(toilets, [], "2021-06-01")
    #expect(before.value == 0 && before.expected == 0 && before.forecast == nil && !before.isBehind)
    #expect(before.sentence.en == "0 of 2 toilets (0%), on pace: 0% was to be expected by 2021-06-01.")
    let after = try pace(toilets, [], "2023-01-01")
    #expect(after.expected == 1 && after.pointsBehind == 100 && after.isBehind)
    #expect(after.sentence.zh == "目标2座公厕，已完成0座公厕（0%），期限2022-12-31已过；尚无进展。")
  }

  @Test("The day that is due is not yet over: all is expected only on the day after")
  func dueDay() throws {
    #expect(try pace(toilets, [], "2022-12-31").expected < 1)
    let oneDay = try CountPeriod(start: ISO.day("2022-06-30"), due: ISO.day("2022-06-30"))
    #expect(try pace(toilets, [], "2022-06-30", oneDay).expected == 0)
    #expect(try pace(toilets, [], "2022-07-01", oneDay).expected == 1)
  }

  @Test("Reports may come in any order, a later one for the same day corrects, and tomorrow's does not count")
  func reportOrder() throws {
    let pace = try pace(
      toilets, [("2022-05-02", 2), ("2022-04-01", 1), ("2022-03-01", 2), ("2022-04-01", 0.5)], "2022-05-01")
    #expect(pace.value == 0.5)
    #expect(pace.reportedOn == ISO.day("2022-04-01"))
  }

  @Test("The tolerance is exceeded only by more than itself", arguments: [(7.0, false), (6.99, true), (8.0, false)])
  func tolerance(value: Double, behind: Bool) throws {
    let tenDays = try CountPeriod(start: ISO.day("2022-01-01"), due: ISO.day("2022-01-10"), tolerancePoints: 10)
    let target = try CountTarget(target: 10, unit: "m")
    #expect(try pace(target, [("2022-01-02", value)], "2022-01-09", tenDays).isBehind == behind)
  }

  // MARK: Invariants

  @Test("Up to the due date the forecast is late exactly when the count is behind", arguments: 0..<200 as Range<UInt64>)
  func forecastAgrees(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<50 {
      let start = CivilDate(dayNumber: .random(in: -20_000...40_000, using: &random))
      let period = try CountPeriod(start: start, due: start.adding(days: .random(in: 1...900, using: &random)))
      let from = Double(Int.random(in: -50...50, using: &random))
      let steps = Double(Int.random(in: 1...60, using: &random))
      let target = try CountTarget(
        from: from, target: Bool.random(using: &random) ? from + steps : from - steps, unit: "m")
      let today = start.adding(days: .random(in: 1..<period.days, using: &random))
      let made = Double(Int.random(in: 1...60, using: &random))
      let value = target.runsDown ? from - made : from + made
      let pace = CountPace(
        target: target, period: period, reports: [try CountReport(date: start, value: value)], today: today)
      if pace.reachedOn == nil {
        let forecast = try #require(pace.forecast)
        #expect((forecast > period.due) == (pace.pointsBehind > 0), "\(pace)")
        #expect(forecast >= today)
      } else {
        #expect(pace.done >= 1 && pace.forecast == start)
      }
    }
  }

  @Test("A mirrored target gives the same answers", arguments: 0..<60 as Range<UInt64>)
  func mirrored(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let goal = Double(Int.random(in: 1...500, using: &random))
    let value = Double(Int.random(in: -20...600, using: &random))
    let today = ISO.day("2022-01-01").adding(days: .random(in: -5...500, using: &random))
    let up = CountPace(
      target: try CountTarget(target: goal, unit: "m"), period: year,
      reports: [try CountReport(date: ISO.day("2022-01-01"), value: value)], today: today)
    let down = CountPace(
      target: try CountTarget(from: goal, target: 0, unit: "m"), period: year,
      reports: [try CountReport(date: ISO.day("2022-01-01"), value: goal - value)], today: today)
    #expect(abs(up.done - down.done) < 1e-12)
    #expect(up.forecast == down.forecast && up.reachedOn == down.reachedOn && up.isBehind == down.isBehind)
  }

  @Test("What is not quite done is never shown as 100 %")
  func cutPercent() throws {
    let metres = try CountTarget(target: 10_000, unit: "m")
    #expect(try pace(metres, [("2022-01-01", 9_999)], "2022-12-01").sentence.en.contains("(99.9%)"))
  }

  @Test("A pace that would end beyond the year 9999 has no forecast")
  func beyondTheCalendar() throws {
    let metres = try CountTarget(target: 1_000_000_000_000, unit: "m")
    #expect(try pace(metres, [("2022-01-01", 0.001)], "2022-12-01").forecast == nil)
    #expect(try pace(metres, [("2022-01-01", 3e7)], "2022-12-01").forecast == nil)
  }

  // MARK: Refusals and storage

  @Test("No count is made of what is no number, of no way to go, or of a period that ends before it starts")
  func refused() {
    #expect(refusal { _ = try CountTarget(target: .nan, unit: "m") }?.place == "target")
    #expect(refusal { _ = try CountTarget(from: .infinity, target: 0, unit: "m") }?.place == "from")
    #expect(refusal { _ = try CountTarget(target: 2e12, unit: "m") }?.code == .invalidValue)
    #expect(refusal { _ = try CountTarget(from: 3, target: 3, unit: "m") }?.place == "target")
    #expect(refusal { _ = try CountTarget(from: 0, target: 1e-300, unit: "m") }?.place == "target")
    #expect(refusal { _ = try CountTarget(target: 3, unit: " ") }?.place == "unit")
    #expect(refusal { _ = try CountReport(date: ISO.day("2022-01-01"), value: .nan) }?.place == "value")
    let (early, late) = (ISO.day("2022-01-01"), ISO.day("2022-01-02"))
    #expect(refusal { _ = try CountPeriod(start: late, due: early) }?.code == .invalidDate)
    for points in [-1, 100.5, .nan] {
      #expect(refusal { _ = try CountPeriod(start: early, due: late, tolerancePoints: points) }?.place == "tolerance")
    }
  }

  @Test("What is stored comes back the same, and what breaks a rule does not come back")
  func stored() throws {
    let pace = try pace(cesspits, [("2022-03-01", 30)], "2022-07-02")
    #expect(try JSONDecoder().decode(CountPace.self, from: JSONEncoder().encode(pace)) == pace)
    let bad = Data(#"{"from":2,"target":2,"unit":"m"}"#.utf8)
    #expect(throws: Refusal.self) { try JSONDecoder().decode(CountTarget.self, from: bad) }
  }
}
