/// Routes as a tree, ready to be asked.
package struct RouteTree: Sendable {
  /// A route with all that it inherits.
  package struct Node: Sendable {
    package let route: Route
    package let matchers: [Matcher]
    package let children: [Node]

    package func matches(_ facts: AlertFacts) -> Bool { matchers.allSatisfy { $0.matches(facts) } }
  }

  package let root: Node
  /// Every route by its name, with all that it inherits.
  package let routes: [String: Route]
  /// Labels on which an answer rests: alerts that agree in these go the same way.
  package let labels: [String]
  package let escalates: Bool

  /// - Parameter routes: in the order in which they are asked. Without a root there is one that names nobody.
  package init(_ routes: [Route]) throws(Refusal) {
    let children = Dictionary(grouping: routes.filter { $0.parent != nil }) { $0.parent ?? "" }
    let root = routes.first { $0.parent == nil } ?? Route(name: Route.root, parent: nil)
    var known: [String: Route] = [:]
    self.root = try RouteTree.node(root, children, &known, depth: 0)
    self.routes = known
    var labels: Set<String> = []
    RouteTree.collect(self.root, &labels)
    self.labels = labels.sorted()
    escalates = known.values.contains { $0.escalate?.isEmpty == false }
  }

  private static func node(
    _ route: Route, _ children: [String: [Route]], _ known: inout [String: Route], depth: Int
  ) throws(Refusal) -> Node {
    guard depth <= Route.depthMax else {
      throw Refusal(
        .invalidValue, en: "Routes are nested deeper than \(Route.depthMax) levels.",
        zh: "路由嵌套超过 \(Route.depthMax) 层。", place: route.name)
    }
    known[route.name] = route
    var nodes: [Node] = []
    for child in children[route.name] ?? [] {
      nodes.append(try node(child.inheriting(route), children, &known, depth: depth + 1))
    }
    return Node(
      route: route, matchers: try MatcherParser.matchers(route.match, place: "match"), children: nodes)
  }

  private static func collect(_ node: Node, _ labels: inout Set<String>) {
    labels.formUnion(node.matchers.map(\.name))
    for child in node.children { collect(child, &labels) }
  }

  /// The routes that an alert takes, in order; the root when it matches none.
  package func routes(for facts: AlertFacts) -> [Route] {
    var found: [Route] = []
    RouteTree.walk(root, facts, &found)
    return found
  }

  private static func walk(_ node: Node, _ facts: AlertFacts, _ found: inout [Route]) {
    let before = found.count
    for child in node.children where child.matches(facts) {
      walk(child, facts, &found)
      if !child.route.continues { break }
    }
    if found.count == before { found.append(node.route) }
  }

  /// What was asked of each route, and what it answered, for people.
  package struct Verdict: Hashable, Sendable {
    package let route: String
    package let depth: Int
    /// Each matcher with whether it holds.
    package let matchers: [Answer]
    package let isTaken: Bool

    package struct Answer: Hashable, Sendable {
      package let matcher: String
      package let actual: String
      package let holds: Bool
    }
  }

  package func explain(_ facts: AlertFacts) -> [Verdict] {
    let taken = Set(routes(for: facts).map(\.name))
    var verdicts: [Verdict] = []
    RouteTree.explain(root, facts, taken: taken, depth: 0, &verdicts)
    return verdicts
  }

  private static func explain(
    _ node: Node, _ facts: AlertFacts, taken: Set<String>, depth: Int, _ verdicts: inout [Verdict]
  ) {
    verdicts.append(
      Verdict(
        route: node.route.name, depth: depth,
        matchers: node.matchers.map {
          .init(matcher: $0.text, actual: facts[$0.name], holds: $0.matches(facts))
        },
        isTaken: taken.contains(node.route.name)))
    guard node.matches(facts) || depth == 0 else { return }
    for child in node.children {
      explain(child, facts, taken: taken, depth: depth + 1, &verdicts)
      if child.matches(facts), !child.route.continues { break }
    }
  }
}
