import MilepostAPI
import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct AuthorisationTests {
  /// What anybody may use without a token. Whoever adds one here says so to a reviewer.
  private static let open: Set<String> = [
    "GET /healthz", "GET /readyz", "GET /login", "GET /openapi.json", "POST /session",
    // Whose address is the secret.
    "GET /feeds/{file}", "GET /badges/{token}/{name}", "GET /badges/{token}/{name}/{file}", "GET /a/{token}",
    "POST /a/{token}",
    "GET /prefer", "GET /assets/page.css", "GET /assets/live.js", "GET /assets/icon.svg",
  ]

  @Test("Only what is named here is open to everybody")
  func openRoutes() async throws {
    try await NetworkServer.run { it in
      let routes = APIRouter.table(engine: it.server.engine).routes
      #expect(Set(routes.filter { $0.scope == .open }.map(\.name)) == AuthorisationTests.open)
      #expect(routes.count > 50)
    }
  }

  @Test("No route without authorisation: none, mistyped, expired, revoked")
  func refusedAtTheDoor() async throws {
    try await NetworkServer.run { it in
      let revoked = try await it.token("gone", .admin)
      _ = try await it.server.client.call("DELETE", "/v1/tokens/gone")
      let stale = try it.expiredToken()
      for route in APIRouter.table(engine: it.server.engine).routes where route.scope != .open {
        for token in [nil, "mp_nonsense", String(revoked.dropLast()), stale, revoked] {
          let reply = try await it.client.with(token: token).call(route.verb, route.example)
          #expect(reply.status == 401, "\(route.name) with \(token ?? "nothing")")
          #expect(reply.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
        }
      }
    }
  }

  @Test("A token of another project meets nothing of this one, and nothing that is about all")
  func otherProject() async throws {
    try await NetworkServer.run { it in
      let other = try await it.with("beta-only", .manage, projects: ["beta"])
      for route in APIRouter.table(engine: it.server.engine).routes where route.scope != .open {
        let reply = try await other.call(route.verb, route.example)
        if route.path.contains("{project}") {
          #expect(reply.status == 404, "\(route.name): \(reply.body)")
          #expect(reply.body.contains("unknown_project"), "\(route.name)")
        } else if !route.scope.isFiltered {
          #expect(reply.status == 403, "\(route.name): \(reply.body)")
        }
        #expect(!reply.body.contains("横港") && !reply.body.contains("completion"), "\(route.name): \(reply.body)")
      }
    }
  }

  @Test("Each scope may do what it and those before it may, and no more")
  func scopes() async throws {
    try await NetworkServer.run { it in
      for scope in Scope.allCases {
        let client = try await it.with("all-\(scope.rawValue)", scope)
        for route in APIRouter.table(engine: it.server.engine).routes {
          guard let least = route.scope.least, !route.path.contains("/session") else { continue }
          let reply = try await client.call(route.verb, route.example)
          if scope < least {
            #expect(reply.status == 403, "\(route.name) as \(scope): \(reply.body)")
          } else {
            #expect(![401, 403].contains(reply.status), "\(route.name) as \(scope): \(reply.body)")
            #expect(reply.status < 500, "\(route.name) as \(scope): \(reply.body)")
          }
        }
      }
    }
  }

  @Test("What is filtered holds one's own projects only, and looks as if there were no others")
  func filtered() async throws {
    try await NetworkServer.run { it in
      let beta = try await it.with("beta", .manage, projects: ["beta"])
      let projects = try await beta.call("GET", "/v1/projects")
      #expect(projects.body.contains("\"beta\"") && !projects.body.contains("henggang"))
      let status = try await beta.call("GET", "/v1/status")
      #expect(status.body.contains("\"projects\":1") && status.body.contains("\"milestones_open\":1"))
      #expect(try await beta.call("GET", "/v1/next?days=400").body.contains("beta"))
      #expect(try await !beta.call("GET", "/v1/next?days=400").body.contains("henggang"))
      #expect(try await !beta.call("GET", "/v1/plan").body.contains("henggang"))
      for path in ["/v1/plan?project=henggang", "/v1/alerts?project=henggang"] {
        #expect(try await beta.call("GET", path).status == 404)
      }
      let foreign = "projects:\n  - {key: henggang, name: 夺来}\n"
      #expect(try await beta.call("POST", "/v1/plan", foreign).status == 404)
      let own = "projects:\n  - {key: beta, name: 乙方}\n"
      #expect(try await beta.call("POST", "/v1/plan", own).status == 200)
      let nowhere = try it.problem(try await beta.call("GET", "/v1/projects/nowhere"))
      let hidden = try it.problem(try await beta.call("GET", "/v1/projects/henggang"))
      #expect(nowhere.detail.replacing("nowhere", with: "X") == hidden.detail.replacing("henggang", with: "X"))
    }
  }
}

extension RouteTable.Route {
  var name: String { "\(verb) \(path)" }

  /// The path with names of things that are there, where they are.
  var example: String {
    path.replacing("{project}", with: "henggang").replacing("{milestone}", with: "completion")
      .replacing(#/\{[a-z_]+\}/#, with: "1")
  }
}
