import MilepostAPI
import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct SessionTests {
  private static let form = ["Content-Type": "application/x-www-form-urlencoded"]

  private func signIn(_ it: NetworkServer, _ token: String, next: String = "/v1/status") async throws -> RawClient.Reply
  {
    try await it.client.call("POST", "/session", "token=\(token)&next=\(next)", headers: SessionTests.form)
  }

  private func session(_ it: NetworkServer, _ scope: Scope) async throws -> (NetworkClient, Session) {
    let reply = try await signIn(it, try await it.token("page-\(scope.rawValue)", scope))
    #expect(reply.status == 303 && reply.headers["location"] == "/v1/status", "\(reply)")
    let cookie = try #require(reply.headers["set-cookie"])
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
    let pair = String(cookie.prefix { $0 != ";" })
    var client = it.client
    client.cookie = pair
    return (client, Session(text: String(pair.split(separator: "=")[1])))
  }

  @Test("A sign-in lasts until it is ended; a change needs the page's own word")
  func session() async throws {
    try await NetworkServer.run { it in
      let (client, session) = try await session(it, .manage)
      #expect(try await client.call("GET", "/v1/projects").status == 200)
      let body = #"{"name":"乙区"}"#
      let forged = try await client.call("PATCH", "/v1/projects/beta", body)
      #expect(forged.status == 403, "\(forged)")
      let meant = ["X-CSRF-Token": session.antiForgery]
      #expect(try await client.call("PATCH", "/v1/projects/beta", body, headers: meant).status == 200)
      for other in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let headers = meant.merging(["Origin": other]) { $1 }
        #expect(try await client.call("PATCH", "/v1/projects/beta", body, headers: headers).status == 403)
      }
      let cross = meant.merging(["Sec-Fetch-Site": "cross-site"]) { $1 }
      #expect(try await client.call("PATCH", "/v1/projects/beta", body, headers: cross).status == 403)
      #expect(try await client.call("DELETE", "/session", headers: meant).status == 204)
      #expect(try await client.call("GET", "/v1/projects").status == 401)
    }
  }

  @Test("A form carries the page's word in a hidden field")
  func form() async throws {
    try await NetworkServer.run { it in
      let (client, session) = try await session(it, .read)
      #expect(try await client.call("POST", "/session/end", "csrf=wrong", headers: SessionTests.form).status == 403)
      let ended = try await client.call(
        "POST", "/session/end", "csrf=\(session.antiForgery)", headers: SessionTests.form)
      #expect(ended.status == 303, "\(ended)")
    }
  }

  @Test("A revoked token ends its sign-ins")
  func revoked() async throws {
    try await NetworkServer.run { it in
      let (client, _) = try await session(it, .read)
      _ = try await it.server.client.call("DELETE", "/v1/tokens/page-read")
      #expect(try await client.call("GET", "/v1/projects").status == 401)
    }
  }

  @Test("Many tries in a row are slowed down; other sites cannot sign anybody in")
  func tries() async throws {
    try await NetworkServer.run { it in
      let token = try await it.token("desk", .read)
      let foreign = SessionTests.form.merging(["Origin": "https://evil.example"]) { $1 }
      #expect(try await it.client.call("POST", "/session", "token=\(token)", headers: foreign).status == 403)
      #expect(try await it.client.call("POST", "/session", "{}", headers: ["Content-Type": "text/plain"]).status == 415)
      var statuses: [Int] = []
      // One more is allowed every six seconds: on a busy machine the eleventh may be.
      while statuses.count < 60, statuses.last != 429 { statuses.append(try await signIn(it, "mp_wrong").status) }
      #expect(statuses.prefix(10).allSatisfy { $0 == 401 } && statuses.last == 429)
    }
  }

  @Test("Pages come with a policy, and nobody is led elsewhere")
  func headers() async throws {
    try await NetworkServer.run { it in
      let page = try await it.client.call("GET", "/login", headers: ["Accept-Language": "zh-CN"])
      #expect(page.status == 200 && page.body.contains("登录") && !page.body.contains("<script>"))
      #expect(page.headers["content-security-policy"] == HeaderMiddleware.policy)
      #expect(page.headers["x-content-type-options"] == "nosniff" && page.headers["referrer-policy"] == "same-origin")
      #expect(page.headers["strict-transport-security"] == nil)
      let token = try await it.token("next", .read)
      for next in ["//evil.example", "https://evil.example", "/%5Cevil.example", "%0D%0ASet-Cookie:x"] {
        #expect(try await signIn(it, token, next: next).headers["location"] == "/")
      }
      let away = try await it.client.call("GET", "/somewhere", headers: ["Accept": "text/html"])
      #expect(away.status == 404)
    }
  }
}
