import MilepostCore
import MilepostStore

/// Which way an alert would go if it fired now, and why.
package struct RouteTest: Sendable {
  package struct Target: Sendable {
    package var endpoint: String
    package var route: Route
    package var at: Instant
  }

  package struct Level: Sendable {
    package var route: String
    package var level: Int
    package var at: Instant
    package var to: [String]
  }

  package var facts: AlertFacts
  package var zone: Zone
  package var verdicts: [RouteTree.Verdict]
  package var targets: [Target]
  package var levels: [Level]
  package var silencedBy: Int64?
}

extension Engine {
  /// - Parameters:
  ///   - labels: what the alert has beside, or instead of, what its project and milestone say.
  package func testRoute(
    project: String?, milestone: String?, type: String?, labels: [String: String], by author: String
  ) async throws -> RouteTest {
    try await change(by: author, dryRun: true) {
      try $0.testRoute(project: project, milestone: milestone, type: type, labels: labels)
    }
  }
}

extension UnitOfWork {
  func testRoute(project key: String?, milestone: String?, type: String?, labels: [String: String]) throws -> RouteTest
  {
    guard key != nil || milestone == nil else {
      throw Refusal(
        .missingField, en: "A milestone is found by its project; name that too.", zh: "节点须与其项目一起指定。", place: "project")
    }
    let type = try type.map { try DraftRules.one($0, of: AlertKind.types, place: "type") } ?? "milestone.overdue"
    let about = try about(project: key, milestone: milestone, type: type, labels)
    let routing = try routing()
    let targets = try routing.targets(for: about) { try accepting(about.project) }
    let routes = routing.tree.routes(for: about.facts)
    return RouteTest(
      facts: about.facts, zone: about.zone, verdicts: routing.tree.explain(about.facts),
      targets: targets.map { target in
        let start = now.adding(milliseconds: target.route.wait)
        return RouteTest.Target(
          endpoint: target.endpoint.name, route: target.route, at: outing(target.route, about).moment(at: start))
      },
      levels: try routes.flatMap { route in
        let outing = outing(route, about)
        return try (route.escalate ?? []).enumerated().map { index, level in
          RouteTest.Level(
            route: route.name, level: index + 1, at: outing.open(from: outing.moment(of: level.after, from: now)),
            to: routing.endpoints(of: level.to, among: try accepting(about.project)).map(\.name))
        }
      }, silencedBy: routing.silence(of: about.facts)?.id)
  }

  private func about(
    project key: String?, milestone: String?, type: String, _ labels: [String: String]
  ) throws -> AlertAbout {
    let rule = type.split(separator: ".").last.map { String($0) } ?? type
    guard let key else {
      var facts = AlertFacts(subject: ServiceMessage.service, type: type, rule: rule, light: .red)
      facts.values.merge(labels) { $1 }
      return aboutService(facts)
    }
    let context = remember(try project(key))
    guard let milestone else {
      var facts = AlertFacts(context.project.labels)
      facts.values.merge(
        ["project": context.project.key, "owner": context.project.owner ?? "", "type": type, "rule": rule]) { $1 }
      facts.values.merge(labels) { $1 }
      return AlertAbout(
        facts: facts, project: context.project, zone: context.zone, calendar: context.calendar,
        morning: context.project.policy.alertMinute)
    }
    let found = try Lookup.milestone(context.project, milestone, in: reader)
    let base = about(found, context.outlook(of: found), type: type, rule: rule, in: context)
    var facts = base.facts
    facts.values.merge(labels) { $1 }
    return AlertAbout(
      facts: facts, project: base.project, zone: base.zone, calendar: base.calendar, morning: base.morning)
  }
}
