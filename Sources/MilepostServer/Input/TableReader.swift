import MilepostCore

/// Reads the fields of one table: known keys only, each of the type asked for. `null` counts as not said.
struct TableReader {
  let path: String
  private let mark: InputMark?
  private let fields: [String: InputNode.Field]

  /// Refuses what is no table (`wrong_type`) and keys outside `known` (`unknown_key`, with the nearest of them).
  init(_ node: InputNode, path: String = "", known: [String]) throws(Refusal) {
    guard case .table(let list) = node.value else {
      throw TableReader.wrongType(node, path: path, en: "a set of fields", zh: "一组字段")
    }
    var fields: [String: InputNode.Field] = [:]
    for field in list {
      guard known.contains(field.name) else { throw TableReader.unknownKey(field, path: path, known: known) }
      if case .null = field.node.value { continue }
      fields[field.name] = field
    }
    self.path = path
    self.mark = node.mark
    self.fields = fields
  }

  func node(_ name: String) -> InputNode? { fields[name]?.node }

  func text(_ name: String) throws(Refusal) -> String? {
    guard let node = node(name) else { return nil }
    return try TableReader.text(node, path: place(name))
  }

  /// Refuses with `missing_field` when it is not there.
  func requiredText(_ name: String) throws(Refusal) -> String {
    if let text = try text(name) { return text }
    let shownPath = place(name)
    throw .input(
      .missingField, en: "The field “\(name)” is missing.", zh: "缺少字段“\(name)”。", path: shownPath, mark: mark)
  }

  func bool(_ name: String) throws(Refusal) -> Bool? {
    guard let node = node(name) else { return nil }
    switch node.value {
    case .bool(let value): return value
    case .plain(let word):
      if let value = TableReader.plainBools[word.lowercased()] { return value }
      fallthrough
    default: throw TableReader.wrongType(node, path: place(name), en: "true or false", zh: "true 或 false")
    }
  }

  func integer(_ name: String) throws(Refusal) -> Int? {
    guard let node = node(name) else { return nil }
    return try TableReader.integer(node, path: place(name))
  }

  func decimal(_ name: String) throws(Refusal) -> Double? {
    guard let node = node(name) else { return nil }
    switch node.value {
    case .number(let digits), .plain(let digits):
      if let value = Double(digits), value.isFinite { return value }
      fallthrough
    default: throw TableReader.wrongType(node, path: place(name), en: "a number", zh: "数字")
    }
  }

  func integers(_ name: String) throws(Refusal) -> [Int]? {
    guard let items = try list(name) else { return nil }
    return try items.map { (item) throws(Refusal) in try TableReader.integer(item.node, path: item.path) }
  }

  func texts(_ name: String) throws(Refusal) -> [String]? {
    guard let items = try list(name) else { return nil }
    return try items.map { (item) throws(Refusal) in try TableReader.text(item.node, path: item.path) }
  }

  /// The items of a list, each with its path.
  func list(_ name: String) throws(Refusal) -> [(node: InputNode, path: String)]? {
    guard let node = node(name) else { return nil }
    let path = place(name)
    guard case .list(let items) = node.value else {
      throw TableReader.wrongType(node, path: path, en: "a list", zh: "列表")
    }
    return items.enumerated().map { ($0.element, InputPath.item($0.offset, of: path)) }
  }

  /// Names and texts of a table whose keys are free, in the order in which they were written.
  func pairs(_ name: String) throws(Refusal) -> [(name: String, value: String)]? {
    guard let node = node(name) else { return nil }
    let path = place(name)
    guard case .table(let fields) = node.value else {
      throw TableReader.wrongType(node, path: path, en: "a set of names and texts", zh: "一组名称和文本")
    }
    return try fields.map { (field) throws(Refusal) in
      (field.name, try TableReader.text(field.node, path: InputPath.field(field.name, of: path)))
    }
  }

  func place(_ name: String) -> String { InputPath.field(name, of: path) }
}

extension TableReader {
  /// What YAML 1.1 and 1.2 take for true and false.
  private static let plainBools = [
    "true": true, "yes": true, "on": true, "false": false, "no": false, "off": false,
  ]

  private static func text(_ node: InputNode, path: String) throws(Refusal) -> String {
    switch node.value {
    case .text(let text), .plain(let text): return text
    default: throw wrongType(node, path: path, en: "a text", zh: "文本")
    }
  }

  private static func integer(_ node: InputNode, path: String) throws(Refusal) -> Int {
    switch node.value {
    case .number(let digits), .plain(let digits):
      if let value = Int(digits) { return value }
      fallthrough
    default: throw wrongType(node, path: path, en: "a whole number", zh: "整数")
    }
  }

  static func wrongType(_ node: InputNode, path: String, en: String, zh: String) -> Refusal {
    let whereEn = path.isEmpty ? "The input" : "“\(path)”"
    let whereZh = path.isEmpty ? "输入" : "“\(path)”"
    return .input(
      .wrongType, en: "\(whereEn) must be \(en), but this is \(node.kind.en).",
      zh: "\(whereZh)应为\(zh)，这里却是\(node.kind.zh)。", path: path, mark: node.mark)
  }

  private static func unknownKey(_ field: InputNode.Field, path: String, known: [String]) -> Refusal {
    let shown = DraftRules.shown(field.name)
    var hint = Nearest.hint(for: field.name, among: known)
    if hint.en.isEmpty {
      hint.en = "; known are " + known.joined(separator: ", ")
      hint.zh = "；可用的有：" + known.joined(separator: "、")
    }
    return .input(
      .unknownKey, en: "There is no key “\(shown)” here\(hint.en).", zh: "这里没有键“\(shown)”\(hint.zh)。",
      path: InputPath.field(field.name, of: path), mark: field.mark ?? field.node.mark)
  }
}
