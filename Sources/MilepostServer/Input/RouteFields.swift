import MilepostCore

/// Routes, read alike from requests and from files.
enum RouteFields {
  private static let known = [
    "name", "parent", "match", "to", "continue", "group_by", "group_wait", "group_interval", "escalate", "quiet",
    "working_days", "digest", "zone", "calendar",
  ]
  static let sizeMax = 1 << 20

  static func form(_ node: InputNode, path: String = "", nested: Bool = false) throws(Refusal) -> RouteForm {
    let table = try TableReader(node, path: path, known: known + (nested ? ["routes"] : []))
    var form = RouteForm()
    form.name = try table.text("name")
    form.parent = try table.text("parent")
    form.match = try texts(table, "match")
    form.to = try texts(table, "to")
    form.continues = try table.bool("continue")
    form.groupBy = try texts(table, "group_by")
    form.groupWait = try table.text("group_wait")
    form.groupInterval = try table.text("group_interval")
    form.escalate = try table.list("escalate")?.map { (item) throws(Refusal) in
      let level = try TableReader(item.node, path: item.path, known: ["after", "to"])
      return RouteForm.Level(after: try level.requiredText("after"), to: try texts(level, "to") ?? [])
    }
    form.quiet = try texts(table, "quiet")
    form.workingDays = try table.bool("working_days")
    form.digest = try table.text("digest")
    form.zone = try table.text("zone")
    form.calendar = try table.text("calendar")
    return form
  }

  /// One text stands for a list of one.
  private static func texts(_ table: TableReader, _ name: String) throws(Refusal) -> [String]? {
    switch table.node(name)?.value {
    case nil: nil
    case .text, .plain: try table.text(name).map { [$0] }
    default: try table.texts(name)
    }
  }

  /// A file of routes: `routes`, a list in which each may hold a list of its own.
  static func forms(_ bytes: some Collection<UInt8>) throws(Refusal) -> [RouteForm] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(.malformedInput, en: "The routes are not UTF-8 text.", zh: "路由文件不是 UTF-8 文本。")
    }
    guard let root = try YAMLTree.read(text), let items = try TableReader(root, known: ["routes"]).list("routes") else {
      throw Refusal(
        .missingField, en: "The file must hold a list named “routes”.", zh: "文件应包含名为“routes”的列表。", place: "routes")
    }
    var forms: [RouteForm] = []
    for item in items { try collect(item.node, path: item.path, parent: nil, depth: 0, &forms) }
    return forms
  }

  private static func collect(
    _ node: InputNode, path: String, parent: String?, depth: Int, _ forms: inout [RouteForm]
  ) throws(Refusal) {
    var form = try form(node, path: path, nested: true)
    form.parent = form.parent ?? parent
    forms.append(form)
    guard case .table(let fields) = node.value, fields.contains(where: { $0.name == "routes" }) else { return }
    let known = fields.map(\.name)
    for item in try TableReader(node, path: path, known: known).list("routes") ?? [] {
      try collect(item.node, path: item.path, parent: form.name, depth: depth + 1, &forms)
    }
  }
}
