import MilepostCore
import MilepostServer

/// A settings file as it was written: values by full key, each with its line.
struct SettingsFile: Sendable {
  enum Value: Equatable, Sendable {
    case text(String)
    case texts([String])
  }

  struct Entry: Equatable, Sendable {
    var value: Value
    var line: Int?
  }

  /// Shown in faults.
  let name: String
  private(set) var entries: [String: Entry] = [:]
  private(set) var faults: [SettingsFault] = []

  /// Takes what is right; everything else becomes a fault, with the nearest key where one is not known.
  init(name: String, contents: String) {
    self.name = name
    do {
      guard let root = try YAMLTree.read(contents) else { return }
      read(root, path: "")
    } catch {
      faults.append(SettingsFault(place: name, text: error.text))
    }
  }

  /// A file that could not even be read.
  init(name: String, fault: Refusal) {
    self.name = name
    faults = [SettingsFault(place: name, text: fault.text)]
  }

  /// Where `key` stands, for a fault found later.
  func place(of key: String) -> String { place(key, line: entries[key]?.line) }

  private func place(_ key: String, line: Int?) -> String {
    let file = line.map { "\(name):\($0)" } ?? name
    return key.isEmpty ? file : "\(file): \(DraftRules.shown(key))"
  }

  private mutating func read(_ node: InputNode, path: String) {
    guard case .table(let fields) = node.value else {
      return wrongType(node, path: path, wanted: Bilingual(en: "keys with values", zh: "带值的键"))
    }
    for field in fields {
      let path = path.isEmpty ? field.name : "\(path).\(field.name)"
      if let key = SettingKey.all.first(where: { $0.name == path }) {
        take(field.node, for: key)
      } else if SettingKey.tables.contains(path) {
        if field.node.value != .null { read(field.node, path: path) }
      } else {
        unknown(path, line: field.mark?.line)
      }
    }
  }

  /// A key without a value counts as not set.
  private mutating func take(_ node: InputNode, for key: SettingKey) {
    if case .null = node.value { return }
    if let value = value(of: node, kind: key.kind) {
      entries[key.name] = Entry(value: value, line: node.mark?.line)
    } else {
      wrongType(node, path: key.name, wanted: key.kind.wanted)
    }
  }

  private func value(of node: InputNode, kind: SettingKey.Kind) -> Value? {
    switch (kind, node.value) {
    case (.texts, .list(let items)):
      let texts = items.compactMap { text(of: $0) }
      return texts.count == items.count ? .texts(texts) : nil
    case (.texts, _): return nil
    default: return text(of: node).map { .text($0) }
    }
  }

  private func text(of node: InputNode) -> String? {
    switch node.value {
    case .text(let text), .plain(let text): text
    default: nil
    }
  }

  private mutating func wrongType(_ node: InputNode, path: String, wanted: Bilingual) {
    faults.append(
      SettingsFault(
        place: place(path, line: node.mark?.line),
        text: Bilingual(
          en: "this is \(node.kind.en); write \(wanted.en).", zh: "这里是\(node.kind.zh)；请写\(wanted.zh)。")))
  }

  private mutating func unknown(_ path: String, line: Int?) {
    let shown = DraftRules.shown(path)
    let known =
      SettingKey.nearest(to: path).map {
        Bilingual(en: "the nearest is “\($0)”", zh: "最接近的是“\($0)”")
      }
      ?? Bilingual(
        en: "known are " + SettingKey.names.joined(separator: ", "),
        zh: "可用的有：" + SettingKey.names.joined(separator: "、"))
    faults.append(
      SettingsFault(
        place: place("", line: line),
        text: Bilingual(en: "there is no setting “\(shown)”; \(known.en).", zh: "没有设置项“\(shown)”；\(known.zh)。")))
  }
}
