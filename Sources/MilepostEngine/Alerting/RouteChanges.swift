import MilepostCore
import MilepostStore

extension Engine {
  package func addRoute(_ form: RouteForm, by author: String) async throws -> Route {
    try await change(by: author) { try $0.addRoute(form) }
  }

  package func editRoute(_ name: String, _ form: RouteForm, by author: String) async throws -> Route {
    try await change(by: author) { try $0.editRoute(name, form) }
  }

  package func removeRoute(_ name: String, by author: String) async throws {
    try await change(by: author) { try $0.removeRoute(name) }
  }

  /// Puts these routes in place of all there are; parents stand before their children. Returns what would change, or
  /// did, a line each.
  package func applyRoutes(_ forms: [RouteForm], dryRun: Bool, by author: String) async throws -> [String] {
    try await change(by: author, dryRun: dryRun) { try $0.applyRoutes(forms) }
  }
}

/// The tree of routes as people change it. It is always whole: what it names is there, and every route has a parent.
extension UnitOfWork {
  func addRoute(_ form: RouteForm) throws -> Route {
    var routes = try reader.routes()
    guard let given = form.name else { throw missing("name") }
    let name = try DraftRules.key(given, place: "name")
    guard !routes.contains(where: { $0.name == name }) else {
      throw Refusal(
        .duplicateKey, en: "There is already a route “\(name)”; choose another name.", zh: "路由“\(name)”已存在，请换一个名称。",
        place: "name")
    }
    if routes.isEmpty, name != Route.root { routes.append(Route(name: Route.root, parent: nil)) }
    let parent = name == Route.root ? nil : form.parent ?? Route.root
    let route = try form.applied(to: Route(name: name, parent: parent))
    routes.append(route)
    try store(routes)
    try record("route.add", name, before: "", after: LedgerText.of(route))
    return route
  }

  func editRoute(_ name: String, _ form: RouteForm) throws -> Route {
    var routes = try reader.routes()
    guard let index = routes.firstIndex(where: { $0.name == name }) else {
      throw Refusal.unknownRoute(name, among: routes)
    }
    let before = routes[index]
    if let other = form.name, other != name { throw keyIsFixed() }
    routes[index] = try form.applied(to: before)
    if let parent = form.parent, parent != before.parent {
      guard name != Route.root else {
        throw Refusal(.invalidValue, en: "The default route has no parent.", zh: "默认路由没有上级。", place: "parent")
      }
      routes[index].parent = parent
    }
    let after = routes[index]
    guard after != before else { return before }
    try store(routes)
    try record("route.edit", name, before: LedgerText.of(before), after: LedgerText.of(after))
    return after
  }

  func removeRoute(_ name: String) throws {
    let routes = try reader.routes()
    guard let route = routes.first(where: { $0.name == name }) else { throw Refusal.unknownRoute(name, among: routes) }
    let children = routes.filter { $0.parent == name }.map(\.name)
    guard children.isEmpty else {
      let list = children.joined(separator: ", ")
      throw Refusal(
        .wrongState, en: "Route “\(name)” has routes below it (\(list)); remove these first.",
        zh: "路由“\(name)”下还有路由（\(list)），请先删除它们。", place: "route")
    }
    try store(routes.filter { $0.name != name })
    try record("route.remove", name, before: LedgerText.of(route), after: "")
  }

  func applyRoutes(_ forms: [RouteForm]) throws -> [String] {
    let before = try reader.routes()
    var routes: [Route] = []
    for (index, form) in forms.enumerated() {
      do {
        guard let given = form.name else { throw missing("name") }
        let name = try DraftRules.key(given, place: "name")
        guard !routes.contains(where: { $0.name == name }) else {
          throw Refusal(
            .duplicateKey, en: "The route “\(name)” is given twice; keep one.", zh: "路由“\(name)”重复出现，请只保留一个。",
            place: "name")
        }
        let parent = name == Route.root ? nil : form.parent ?? Route.root
        routes.append(try form.applied(to: Route(name: name, parent: parent)))
      } catch let refusal as Refusal { throw refusal.at("routes[\(index)]") }
    }
    if !routes.isEmpty, !routes.contains(where: { $0.parent == nil }) {
      routes.insert(Route(name: Route.root, parent: nil), at: 0)
    }
    guard routes != before else { return [] }
    try store(routes)
    let old = Dictionary(before.map { ($0.name, $0) }) { first, _ in first }
    let new = Dictionary(routes.map { ($0.name, $0) }) { first, _ in first }
    var lines: [String] = []
    for name in Set(old.keys).union(new.keys).sorted() where old[name] != new[name] {
      let action = old[name] == nil ? "add" : new[name] == nil ? "remove" : "edit"
      lines.append("\(action) \(name)")
      try record(
        "route.\(action)", name, before: try old[name].map { try LedgerText.of($0) } ?? "",
        after: try new[name].map { try LedgerText.of($0) } ?? "")
    }
    return lines.isEmpty ? ["order"] : lines
  }

  /// Sees that the tree is whole, and writes it. What waits is set by the new times.
  private func store(_ routes: [Route]) throws {
    guard routes.count <= Route.routesMax else {
      throw Refusal(
        .invalidValue, en: "There are \(routes.count) routes; at most \(Route.routesMax) are taken.",
        zh: "共有 \(routes.count) 条路由，最多 \(Route.routesMax) 条。")
    }
    let endpoints = try reader.endpoints()
    for route in routes { try check(route, among: routes, endpoints) }
    let tree = try RouteTree(routes)
    guard routes.isEmpty || tree.routes.count == routes.count else {
      let lost = routes.map(\.name).filter { tree.routes[$0] == nil }.joined(separator: ", ")
      throw Refusal(
        .invalidValue, en: "These routes hang below one another in a circle: \(lost).", zh: "这些路由互为上下级，形成循环：\(lost)。",
        place: "parent")
    }
    try writer.setRoutes(routes)
    forgetRouting()
    try rescheduleBatches()
  }

  private func check(_ route: Route, among routes: [Route], _ endpoints: [Endpoint]) throws {
    if let parent = route.parent, !routes.contains(where: { $0.name == parent }) {
      throw Refusal.unknownRoute(parent, among: routes).at("parent")
    }
    for (place, names) in [("to", route.to)] + (route.escalate ?? []).map({ ("escalate", $0.to) }) {
      for name in names {
        guard let endpoint = endpoints.first(where: { $0.name == name }) else {
          throw Refusal.unknownEndpoint(name, among: endpoints.map(\.name)).at(place)
        }
        guard endpoint.state != .disabled else {
          throw Refusal(
            .wrongState, en: "Webhook “\(name)” is switched off; resume it first, or name another.",
            zh: "webhook“\(name)”已停用；请先恢复，或改用其他 webhook。", place: place)
        }
      }
    }
    if let zone = route.zone {
      do { _ = try configuration.zones.zone(named: zone) } catch { throw error.at("zone") }
    }
    if let calendar = route.calendar {
      do { _ = try configuration.calendars.calendar(named: calendar) } catch { throw error.at("calendar") }
    }
  }
}

extension Refusal {
  static func unknownRoute(_ name: String, among routes: [Route]) -> Refusal {
    let hint = Nearest.hint(for: name, among: routes.map(\.name))
    return Refusal(
      .unknownRoute, en: "There is no route “\(DraftRules.shown(name))”\(hint.en).",
      zh: "没有路由“\(DraftRules.shown(name))”\(hint.zh)。", place: "route")
  }
}
