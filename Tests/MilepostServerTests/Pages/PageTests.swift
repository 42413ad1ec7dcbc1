import Foundation
import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostStore
import Testing

/// Every page as the service gives it.
@Suite struct PageTests {
  private static let nasty = "<b>&amp;“工程”\"'{{page}}"

  private static func fill(_ server: TestServer) async throws {
    let plan = """
      projects:
        - key: p
          name: '<b>&amp;“工程”"''{{page}}'
          owner: 百步镇
          labels: {field: trade}
          facts: {投资: 5200万元}
          activities:
            - {key: work, name: 施工, name_en: Works, duration: 10wd, started: 2022-05-16}
            - {key: more, name: 收尾, name_en: Rest, duration: 5wd, after: [work]}
          milestones:
            - {key: m, name: 竣工, name_en: Completion, due: 2022-06-30, after: [more]}
            - {key: late, name: 早该完成, name_en: Late one, due: 2022-05-10}
            - {key: count, name: 计数, due: 2022-12-31, count: {target: 10, unit: 座, start: 2022-01-01, value: 1}}
            - {key: gate, name: 关口, due: 2022-12-31, gate: {checks: [{key: a, name: 甲}, {key: b, name: 乙}]}}
            - {key: again, name: 每月, repeats: {rule: FREQ=MONTHLY;BYMONTHDAY=-1, start: 2022-01-31}}
      """
    let reply = try await server.client.call("POST", "/v1/plan", plan, headers: ["Content-Type": "application/yaml"])
    #expect(reply.status == 200, "\(reply.body)")
    await server.engine.check()
  }

  private static let paths = [
    "/", "/?light=red", "/?owner=%E7%99%BE%E6%AD%A5%E9%95%87&sort=due", "/?label=field%3Dtrade", "/?decisions=all",
    "/projects/p", "/projects/p/milestones/m", "/projects/p/milestones/count", "/projects/p/milestones/gate",
    "/projects/p/milestones/again", "/calendar", "/calendar?month=2022-06", "/wall", "/review", "/review?month=2022-05",
    "/alerts", "/alerts?state=open",
  ]

  @Test("Every page is drawn in both languages, whole and as a part, with nothing of others' markup in it")
  func everyPage() async throws {
    try await TestServer.run { server in
      try await PageTests.fill(server)
      for language in ["en", "zh-CN"] {
        for path in PageTests.paths {
          let reply = try await server.client.call("GET", path, headers: ["Accept-Language": language])
          #expect(reply.status == 200, "\(path): \(reply.body.prefix(300))")
          #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
          let policy = reply.headers["content-security-policy"] ?? ""
          #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
          let text = reply.body
          #expect(text.contains(language == "en" ? "<html lang=\"en\"" : "<html lang=\"zh-Hans\""), "\(path)")
          #expect(text.hasSuffix("</html>\n") && text.contains("<h1"), "\(path)")
          #expect(!text.contains("<b>&amp;“") && !text.contains(" style=") && !text.contains("{{#"), "\(path)")
          #expect(text.utf8.count < 100_000, "\(path): \(text.utf8.count)")
          let glue = path.contains("?") ? "&" : "?"
          let part = try await server.client.call(
            "GET", "\(path)\(glue)part=1", headers: ["Accept-Language": language])
          #expect(part.body.hasPrefix("<div id=\"page\""), "\(path)")
          #expect(part.headers["x-ledger"].flatMap { Int($0) } ?? 0 > 0)
        }
      }
    }
  }

  @Test("An empty service says how to begin")
  func empty() async throws {
    try await TestServer.run { server in
      for path in ["/", "/calendar", "/wall", "/review", "/alerts"] {
        let reply = try await server.client.call("GET", path)
        #expect(reply.status == 200 && reply.body.contains("</html>"), "\(path)")
      }
      #expect(try await server.client.call("GET", "/").body.contains("milepost project add"))
    }
  }

  @Test("200 projects fit a page of less than 100 KB")
  func large() async throws {
    try await TestServer.run { server in
      let projects = (0..<200).map { index in
        """
        - {key: project-\(index), name: 横港中心幼儿园新建工程第\(index)号, name_en: "Kindergarten number \(index)", owner: 百步镇人民政府,
           milestones: [{key: completion, name: 全部工程完工, due: 2022-0\(index % 9 + 1)-28}, {key: opening, name: 投入使用, due: 2022-12-31}]}
        """
      }
      let plan = "projects:\n" + projects.joined(separator: "\n") + "\n"
      let reply = try await server.client.call("POST", "/v1/plan", plan, headers: ["Content-Type": "application/yaml"])
      #expect(reply.status == 200, "\(reply.body.prefix(300))")
      for language in ["en", "zh"] {
        let page = try await server.client.call("GET", "/", headers: ["Accept-Language": language])
        #expect(page.body.contains("project-199") && page.body.utf8.count < 100_000, "\(page.body.utf8.count)")
      }
    }
  }

  @Test("Who asks for a page gets a page, also when there is none; programs get problem details")
  func faults() async throws {
    try await TestServer.run { server in
      let page = try await server.client.call(
        "GET", "/projects/nowhere", headers: ["Accept": "text/html", "Accept-Language": "zh"])
      #expect(page.status == 404 && page.headers["content-type"] == "text/html; charset=utf-8")
      #expect(page.body.contains("无法显示"))
      let problem = try await server.client.call("GET", "/projects/nowhere")
      #expect(problem.status == 404 && problem.headers["content-type"] == "application/problem+json")
      let unread = try await server.client.call("GET", "/calendar?month=June", headers: ["Accept": "text/html"])
      #expect(unread.status == 400 && unread.body.contains("2022-06"))
    }
  }

  @Test("Style sheet, script and icon may be kept for long; language and appearance are kept by the browser")
  func assets() async throws {
    try await TestServer.run { server in
      for (path, type) in [
        ("/assets/page.css", "text/css"), ("/assets/live.js", "text/javascript"), ("/assets/icon.svg", "image/svg+xml"),
      ] {
        let reply = try await server.client.call("GET", path)
        #expect(reply.status == 200 && reply.headers["content-type"]?.hasPrefix(type) == true && reply.body.count > 100)
        #expect(reply.headers["cache-control"]?.contains("immutable") == true)
      }
      let chosen = try await server.client.call("GET", "/prefer?lang=zh&back=%2Fcalendar%3Fmonth%3D2022-07")
      #expect(chosen.status == 303 && chosen.headers["location"] == "/calendar?month=2022-07")
      #expect(chosen.headers["set-cookie"]?.hasPrefix("lang=zh; Path=/") == true)
      let kept = try await server.client.call("GET", "/", headers: ["Cookie": "lang=zh; theme=dark"])
      #expect(kept.body.contains("lang=\"zh-Hans\" data-theme=\"dark\""))
      let foreign = try await server.client.call("GET", "/prefer?theme=dark&back=%2F%2Fevil.example")
      #expect(foreign.headers["location"] == "/")
    }
  }
}
