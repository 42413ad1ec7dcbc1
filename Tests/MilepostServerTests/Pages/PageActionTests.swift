import Foundation
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostStore
import Testing

/// What people do from the pages.
@Suite struct PageActionTests {
  private static let form = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"]

  private static func fill(_ server: TestServer) async throws {
    for (path, body) in [
      ("/v1/projects", #"{"key":"p","name":"工程"}"#),
      ("/v1/projects/p/milestones", #"{"key":"m","name":"竣工","due":"2022-05-20"}"#),
    ] {
      #expect(try await server.client.call("POST", path, body).status == 201)
    }
    server.clock.set(TestServer.start.adding(milliseconds: 2 * 3_600_000))
    await server.engine.check()
  }

  @Test("A date is expected, an alert acknowledged, a milestone reached from the page, and each stands in the ledger")
  func actions() async throws {
    try await TestServer.run { server in
      try await PageActionTests.fill(server)
      let expected = try await server.client.call(
        "POST", "/projects/p/milestones/m/expect", "date=6%E6%9C%88%E5%BA%95&reason=rain+and+mud&csrf=",
        headers: PageActionTests.form)
      #expect(expected.status == 303 && expected.headers["location"] == "/projects/p/milestones/m?told=expect")
      let told = try await server.client.call("GET", "/projects/p/milestones/m?told=expect")
      #expect(told.body.contains("The expected date is reported"))
      let alert = try #require(try server.store.read { try $0.alerts(states: [.open], beforeID: nil, limit: 1).first })
      let acknowledged = try await server.client.call(
        "POST", "/alerts/\(alert.id)/acknowledge", "back=%2F%3Flight%3Dred&csrf=", headers: PageActionTests.form)
      #expect(acknowledged.headers["location"] == "/?light=red&told=acknowledge")
      let reached = try await server.client.call(
        "POST", "/projects/p/milestones/m/reach", "date=&evidence=note+12&csrf=", headers: PageActionTests.form)
      #expect(reached.status == 303)
      let view: MilestoneView = try await server.call("GET", "/v1/projects/p/milestones/m")
      #expect(view.actual == "2022-05-20" && view.evidence == "note 12")
      let actions = try server.store.read { try $0.ledger(after: 0, limit: 100) }.map {
        "\($0.action) \($0.reason ?? "")"
      }
      #expect(actions.contains("milestone.expect rain and mud") && actions.contains("alert.acknowledge "))
      #expect(actions.contains("milestone.reach note 12"))
    }
  }

  @Test("What is refused is said on a page, with its status, and leaves nothing behind")
  func refusals() async throws {
    try await TestServer.run { server in
      try await PageActionTests.fill(server)
      let head = try server.store.read { try $0.ledgerHead()?.sequence }
      let one = "/projects/p/milestones/m"
      for (path, body, status) in [
        ("\(one)/expect", "date=&csrf=", 400), ("\(one)/expect", "date=2022-01-01", 400),
        ("\(one)/reach", "date=nonsense", 400), ("\(one)/reach", "date=2023-01-01", 400),
        ("\(one)/reach", "when=2022-05-20", 400), ("\(one)/reach", "date=%zz", 400),
        ("/projects/p/milestones/none/reach", "date=", 404), ("/alerts/999/acknowledge", "", 404),
        ("/alerts/x/acknowledge", "", 404),
      ] {
        let reply = try await server.client.call("POST", path, body, headers: PageActionTests.form)
        #expect(reply.status == status, "\(path) \(body): \(reply.status)")
        #expect(reply.body.contains("It was not done"), "\(path) \(body)")
      }
      let json = try await server.client.call(
        "POST", "\(one)/reach", "{}", headers: ["Content-Type": "application/json", "Accept": "text/html"])
      #expect(json.status == 400)
      #expect(try server.store.read { try $0.ledgerHead()?.sequence } == head)
    }
  }
}
