import Foundation
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore
import Testing

@testable import MilepostServer

@Suite struct DisciplineTests {
  private static let key = ["Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"]
  private static let project = #"{"key":"gamma","name":"丙"}"#

  @Test("The same request sent again changes nothing and gets the first answer")
  func repeated() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let first = try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(first.status == 201 && first.headers["idempotent-replayed"] == nil, "\(first)")
      let again = try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(again.status == 201 && again.body == first.body && again.headers["idempotent-replayed"] == "true")
      #expect(again.headers["etag"] == first.headers["etag"])
      let other = try await client.call(
        "POST", "/v1/projects", #"{"key":"delta","name":"丁"}"#, headers: DisciplineTests.key)
      #expect(other.status == 422, "\(other)")
      let elsewhere = try await client.call(
        "POST", "/v1/projects/beta/archive", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(elsewhere.status == 422)
      // Another asker's keys are its own.
      let own = try await it.server.client.call(
        "POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(own.status == 409)
    }
  }

  @Test("That it was carried out stands with the change itself; an answer that was lost is not made up")
  func lostAnswer() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let first = try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(first.status == 201)
      // As another process finds it, after this one was killed.
      let again = try Store(path: it.server.directory.appending(path: "milepost.db").path)
      defer { try? again.close() }
      let repetition = Repetition(
        asker: "token:desk", key: DisciplineTests.key["Idempotency-Key"] ?? "",
        request: [UInt8](repeating: 0, count: 32))
      let kept = try again.read { try $0.answer(to: repetition, at: it.server.engine.wallNow) }
      #expect(kept?.answer.status == 201 && kept.map { String(decoding: $0.answer.body, as: UTF8.self) } == first.body)
      // As if it had been killed between the change and its answer.
      let request = try #require(kept?.request)
      try await it.server.engine.keep(
        KeptAnswer(status: nil), to: Repetition(asker: "token:desk", key: repetition.key, request: request))
      let lost = try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(lost.status == 422 && lost.body.contains("was done"), "\(lost)")
    }
  }

  @Test("A refusal is not kept: what was wrong can be put right under the same key")
  func refusal() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let late = #"{"key":"late","name":"丙","zone":"Mars/Base"}"#
      #expect(try await client.call("POST", "/v1/projects", late, headers: DisciplineTests.key).status == 400)
      let right = try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key)
      #expect(right.status == 201)
    }
  }

  @Test("Many at once with one key: one is carried out")
  func atOnce() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await client.call("POST", "/v1/projects", DisciplineTests.project, headers: DisciplineTests.key).status
          }
        }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 } && statuses.contains(201), "\(statuses)")
      let ledger = try await it.server.client.call("GET", "/v1/ledger").body
      #expect(ledger.split(separator: "project.add").count - 1 == 3, "two of the set-up, one of these")
    }
  }

  @Test("A secret is not kept with the answer")
  func secrets() async throws {
    try await NetworkServer.run { it in
      let body = #"{"name":"kept","scope":"read"}"#
      let first = try await it.server.client.call("POST", "/v1/tokens", body, headers: DisciplineTests.key)
      #expect(first.status == 201 && first.body.contains("mp_"))
      let again = try await it.server.client.call("POST", "/v1/tokens", body, headers: DisciplineTests.key)
      #expect(again.status == 201 && !again.body.contains("mp_") && again.body.contains("kept"), "\(again)")
    }
  }

  @Test("A change is made only to what the caller has seen, whatever the change")
  func ifMatch() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let one = "/v1/projects/beta/milestones/handover"
      let tag = try #require(try await client.call("GET", one).headers["etag"])
      #expect(try await client.call("GET", one, headers: ["If-None-Match": tag]).status == 304)
      let moved = try await client.call("POST", "\(one)/expect", #"{"date":"2022-06-09"}"#, headers: ["If-Match": tag])
      #expect(moved.status == 200, "\(moved)")
      #expect(try await client.call("GET", one, headers: ["If-None-Match": tag]).status == 200)
      for (method, path, body) in [
        ("POST", "\(one)/reach", "{}"), ("POST", "\(one)/expect", "{}"), ("DELETE", one, "{}"), ("PATCH", one, "{}"),
      ] {
        let reply = try await client.call(method, path, body, headers: ["If-Match": tag])
        #expect(reply.status == 412, "\(method) \(path): \(reply)")
      }
      #expect(try await client.call("DELETE", one, headers: ["If-Match": "seven"]).status == 400)
      let now = try #require(moved.headers["etag"])
      #expect(try await client.call("DELETE", one, headers: ["If-Match": now]).status == 204)
    }
  }

  @Test("What has no revision is held to what was seen of it as well: tokens, links, routes, silences, alerts")
  func ifMatchOnStamps() async throws {
    try await NetworkServer.run { it in
      let client = it.server.client
      func tag(_ method: String, _ path: String, _ body: String? = nil) async throws -> String {
        let reply = try await client.call(method, path, body)
        #expect((200...201).contains(reply.status), "\(method) \(path): \(reply)")
        return try #require(reply.headers["etag"])
      }
      func status(_ method: String, _ path: String, _ body: String, ifMatch tag: String) async throws -> Int {
        try await client.call(method, path, body, headers: ["If-Match": tag]).status
      }
      let token = #"{"name":"site","scope":"read"}"#
      let first = try await tag("POST", "/v1/tokens", token)
      #expect(try await tag("GET", "/v1/tokens/site").split(separator: ".").first == first.split(separator: ".").first)
      _ = try await tag("DELETE", "/v1/tokens/site", "{}")
      let second = try await tag("POST", "/v1/tokens", token)
      #expect(try await status("DELETE", "/v1/tokens/site", "{}", ifMatch: first) == 412)
      #expect(try await status("DELETE", "/v1/tokens/site", "{}", ifMatch: second) == 200)

      let link = try await tag("POST", "/v1/feeds", #"{"name":"li"}"#)
      #expect(try await tag("GET", "/v1/feeds/li").split(separator: ".").first == link.split(separator: ".").first)
      #expect(try await status("DELETE", "/v1/feeds/li", "{}", ifMatch: "\"1\"") == 412)
      #expect(try await status("DELETE", "/v1/feeds/li", "{}", ifMatch: link) == 204)

      let made = try await tag("POST", "/v1/routes", #"{"name":"default"}"#)
      let route = try await tag("GET", "/v1/routes/default")
      #expect(made == route)
      #expect(try await status("PATCH", "/v1/routes/default", #"{"group_by":["project"]}"#, ifMatch: route) == 200)
      #expect(try await status("PATCH", "/v1/routes/default", #"{"group_by":[]}"#, ifMatch: route) == 412)

      let quiet = #"{"match":["project=\"beta\""],"for":"3d","comment":"停工"}"#
      let silence = try await tag("POST", "/v1/silences", quiet)
      #expect(try await status("POST", "/v1/silences/1/expire", "{}", ifMatch: "\"1\"") == 412)
      #expect(try await status("POST", "/v1/silences/1/expire", "{}", ifMatch: silence) == 200)

      it.server.clock.advance(days: 14)
      await it.server.engine.check()
      let alert = try await tag("GET", "/v1/alerts/1")
      #expect(try await status("POST", "/v1/alerts/1/snooze", #"{"until":"2d"}"#, ifMatch: alert) == 200)
      #expect(try await status("POST", "/v1/alerts/1/ack", "{}", ifMatch: alert) == 412)
      #expect(try await status("POST", "/v1/alerts/1/ack", "{}", ifMatch: try await tag("GET", "/v1/alerts/1")) == 200)
    }
  }

  @Test("If-Match is refused where there is nothing to compare it with")
  func ifMatchWithoutSubject() async throws {
    try await NetworkServer.run { it in
      for (method, path, body) in [
        ("POST", "/v1/projects", DisciplineTests.project), ("POST", "/v1/tokens", #"{"name":"x","scope":"read"}"#),
        ("POST", "/v1/projects/beta/whatif", #"{"changes":[]}"#), ("POST", "/v1/repair", "{}"),
      ] {
        let reply = try await it.server.client.call(method, path, body, headers: ["If-Match": "\"1\""])
        #expect(reply.status == 400 && reply.body.contains("If-Match"), "\(method) \(path): \(reply)")
      }
      #expect(try await it.server.client.call("GET", "/v1/projects/gamma").status == 404)
    }
  }

  @Test("Who asks too often is told when to come back; others are not held up")
  func limit() async throws {
    // So few a minute that none comes back while the test runs, however busy the machine.
    try await NetworkServer.run(requestsPerMinute: 1) { it in
      let (busy, calm) = (try await it.with("busy", .read), try await it.with("calm", .read))
      var last = try await busy.call("GET", "/v1/projects")
      #expect(last.headers["ratelimit-policy"] != nil && last.headers["ratelimit"] != nil)
      for _ in 0..<12 { last = try await busy.call("GET", "/v1/projects") }
      #expect(last.status == 429 && Int(last.headers["retry-after"] ?? "") ?? 0 >= 1, "\(last)")
      #expect(try it.problem(last).code == "too_many_requests")
      #expect(try await calm.call("GET", "/v1/projects").status == 200)
      #expect(try await it.server.client.call("GET", "/v1/projects").status == 200)
    }
  }

  @Test("A body that is no JSON is refused before it is read")
  func contentType() async throws {
    try await NetworkServer.run { it in
      let client = try await it.with("desk", .manage)
      let reply = try await client.call(
        "POST", "/v1/projects", DisciplineTests.project, headers: ["Content-Type": "text/plain"])
      #expect(reply.status == 415)
    }
  }
}
