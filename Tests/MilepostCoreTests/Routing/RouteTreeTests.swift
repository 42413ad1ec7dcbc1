import Testing

@testable import MilepostCore

@Suite struct RouteTreeTests {
  private func tree() throws -> RouteTree {
    try RouteTree([
      Route(name: "default", parent: nil, to: ["office"], groupBy: ["project"]),
      Route(name: "log", match: ["severity=~\".+\""], to: ["log"], continues: true),
      Route(name: "critical", match: ["severity=\"critical\""], to: ["boss"]),
      Route(name: "schools", match: ["project=~\"school-.*\""], to: ["schools"]),
      Route(name: "school-3", parent: "schools", match: ["project=\"school-3\""]),
    ])
  }

  private func ways(_ values: [String: String]) throws -> [String] {
    try tree().routes(for: AlertFacts(values)).map(\.name)
  }

  @Test("The first that matches takes it, with continue also those behind; what matches nothing goes to the root")
  func order() throws {
    #expect(try ways([:]) == ["default"])
    #expect(try ways(["severity": "critical"]) == ["log", "critical"])
    #expect(try ways(["severity": "critical", "project": "school-3"]) == ["log", "critical"])
    #expect(try ways(["severity": "info", "project": "school-3"]) == ["log", "school-3"])
    #expect(try ways(["project": "school-4"]) == ["schools"])
  }

  @Test("What a route leaves out it has from its parent")
  func inherits() throws {
    let route = try #require(try tree().routes["school-3"])
    #expect(route.to == ["schools"])
    #expect(route.groupBy == ["project"])
    #expect(route.wait == 30_000 && route.interval == 300_000)
  }

  @Test("An answer says of each route that was asked which matcher held")
  func explains() throws {
    let verdicts = try tree().explain(AlertFacts(["severity": "warning", "project": "school-4"]))
    #expect(verdicts.map(\.route) == ["default", "log", "critical", "schools", "school-3"])
    #expect(verdicts.map(\.isTaken) == [false, true, false, true, false])
    #expect(verdicts[4].matchers == [.init(matcher: "project=\"school-3\"", actual: "school-4", holds: false)])
  }
}

@Suite struct OutingTests {
  private let zone = Zone.utc

  private func at(_ date: String, _ minute: Int) throws -> Instant {
    zone.instant(of: try #require(CivilDate(date)), minute: minute)
  }

  private func outing(_ quiet: String? = nil, workingDays: Bool = false, digest: String? = nil) throws -> Outing {
    Outing(
      quiet: try quiet.map { [try QuietHours($0, place: "")] } ?? [], workingDays: workingDays,
      digest: try digest.map { try DigestTime($0, place: "") }, zone: zone, calendar: .weekdays)
  }

  @Test("Quiet hours end in the morning, on days off after them")
  func quiet() throws {
    let night = try outing("22:00-07:00")
    #expect(try night.open(from: at("2022-05-20", 1319)) == at("2022-05-20", 1319))
    #expect(try night.open(from: at("2022-05-20", 1320)) == at("2022-05-21", 420))
    #expect(try night.open(from: at("2022-05-21", 419)) == at("2022-05-21", 420))
    let both = try outing("22:00-07:00", workingDays: true)
    // 20 May 2022 is a Friday.
    #expect(try both.open(from: at("2022-05-20", 1320)) == at("2022-05-23", 420))
    #expect(try outing(workingDays: true).open(from: at("2022-05-21", 600)) == at("2022-05-23", 540))
  }

  @Test("Whatever the hours, nothing opens within them", arguments: ["00:00-23:59", "12:00-11:59", "09:00-09:30"])
  func invariant(text: String) throws {
    let outing = try outing(text, workingDays: true)
    for minute in stride(from: 0, to: 3 * 1440, by: 7) {
      let start = try at("2022-05-20", 0).adding(milliseconds: Int64(minute) * 60_000)
      let open = outing.open(from: start)
      #expect(open >= start)
      #expect(try !QuietHours(text, place: "").contains(zone.minuteOfDay(at: open)))
      #expect(WorkCalendar.weekdays.isWorkingDay(zone.civilDate(at: open)))
    }
  }

  @Test("A digest takes what fires at its own hour, a while later too, and else waits for the next")
  func digest() throws {
    let daily = try outing(digest: "daily 09:00")
    let nine = try at("2022-05-20", 540)
    #expect(daily.moment(at: nine, scheduled: nine) == nine)
    #expect(
      daily.moment(at: nine.adding(milliseconds: 4000), scheduled: nine) == nine.adding(milliseconds: 0),
      "written a moment later")
    #expect(try daily.moment(at: nine.adding(milliseconds: 4000)) == at("2022-05-21", 540))
    #expect(try outing(digest: "weekly mon 09:00").moment(at: nine) == at("2022-05-23", 540))
    #expect(try outing(digest: "monthly 31 08:00").moment(at: nine) == at("2022-05-31", 480))
    #expect(try outing(digest: "monthly 31 08:00").moment(at: at("2022-06-01", 0)) == at("2022-06-30", 480))
    #expect(try outing("22:00-10:00", digest: "daily 09:00").moment(at: nine) == at("2022-05-20", 600))
  }
}
