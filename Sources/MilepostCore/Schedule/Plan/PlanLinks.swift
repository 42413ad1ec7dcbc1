/// Links between the projects' activities and milestones, keys resolved to places.
struct PlanLinks {
  struct Resolved {
    let from: Int
    let to: Int
    let kind: Link.Kind
    let lag: WorkDuration?
  }

  private(set) var nodes: [PlanNode] = []
  private(set) var links: [Resolved] = []
  private var places: [String: [String: Int]] = [:]

  init(_ parts: [PlanPart]) throws(Refusal) {
    for part in parts {
      for activity in part.activities { add(PlanNode(activity, in: part.project)) }
      for milestone in part.milestones { add(PlanNode(milestone, in: part.project)) }
    }
    var to = 0
    for part in parts {
      for activity in part.activities {
        for link in activity.after { try add(link, to: to) }
        to += 1
      }
      for milestone in part.milestones {
        for link in milestone.after { try add(link, to: to) }
        to += 1
      }
    }
  }

  private mutating func add(_ node: PlanNode) {
    places[node.project, default: [:]][node.key] = nodes.count
    nodes.append(node)
  }

  private mutating func add(_ link: PlanLink, to: Int) throws(Refusal) {
    let project = link.project ?? nodes[to].project
    guard let from = places[project]?[link.key] else { throw unknown(link, of: nodes[to]) }
    links.append(Resolved(from: from, to: to, kind: link.kind, lag: link.lag))
  }

  private func unknown(_ link: PlanLink, of node: PlanNode) -> Refusal {
    let project = link.project ?? node.project
    let shown = DraftRules.shown(link.project.map { "\($0)/\(link.key)" } ?? link.key)
    let near = places[project].flatMap { Nearest.match(link.key, among: $0.keys.sorted()) }
    return Refusal(
      .unknownMilestone,
      en: "“\(node.key)” follows “\(shown)”, which is not there" + (near.map { "; did you mean “\($0)”?" } ?? "."),
      zh: "“\(node.key)”的前置“\(shown)”不存在" + (near.map { "，您是指“\($0)”吗？" } ?? "。"), place: "after")
  }

  /// Places of milestones that no activity leads to, over any chain of links.
  func unworked() -> Set<Int> {
    var followers = [[Int]](repeating: [], count: nodes.count)
    for link in links { followers[link.from].append(link.to) }
    var isWorked = nodes.map { $0.noun == .activity }
    var open = isWorked.indices.filter { isWorked[$0] }
    while let place = open.popLast() {
      for next in followers[place] where !isWorked[next] {
        isWorked[next] = true
        open.append(next)
      }
    }
    return Set(isWorked.indices.filter { !isWorked[$0] })
  }

  /// The circle by its keys, as people wrote them; a project's key before those of other projects than the first's.
  func circle() -> Refusal? {
    var before: [String: [String]] = [:]
    for node in nodes { before[node.path] = [] }
    for link in links { before[nodes[link.to].path, default: []].append(nodes[link.from].path) }
    guard let circle = LinkCycle.find(before), let first = circle.first?.split(separator: "/").first else { return nil }
    let isOneProject = circle.allSatisfy { $0.hasPrefix("\(first)/") }
    let names = isOneProject ? circle.map { String($0.dropFirst(first.count + 1)) } : circle
    let path = (names.count > 40 ? names.prefix(20) + ["…"] + names.suffix(20) : names[...]).joined(separator: " → ")
    return Refusal(
      .linkCycle, en: "These would follow each other in a circle: \(path); take one link out.",
      zh: "前后关系成环：\(path)；请去掉其中一条。", place: "after")
  }
}
