import Configuration
import MilepostCore

/// Reads values by key, the environment's before the file's, and gathers what is wrong with them.
struct SettingsReader {
  private let config: ConfigReader
  private let file: SettingsFile
  private let environment: [String: String]
  private(set) var faults: [SettingsFault]

  init(file: SettingsFile, environment: [String: String]) {
    self.file = file
    // A variable that is empty counts as not set, as it does for most programs.
    self.environment = environment.filter { !$0.value.isEmpty }
    config = ConfigReader(providers: [
      EnvironmentVariablesProvider(environmentVariables: self.environment).prefixKeys(with: "milepost"),
      InMemoryProvider(name: file.name, values: SettingsReader.values(of: file)),
    ])
    faults = file.faults
  }

  private static func values(of file: SettingsFile) -> [AbsoluteConfigKey: ConfigValue] {
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    for (name, entry) in file.entries {
      let content: ConfigContent =
        switch entry.value {
        case .text(let text): .string(text)
        case .texts(let texts): .stringArray(texts)
        }
      values[AbsoluteConfigKey(ConfigKey(name))] = ConfigValue(content, isSecret: false)
    }
    return values
  }

  func isSet(_ key: SettingKey) -> Bool { environment[key.variable] != nil || file.entries[key.name] != nil }

  mutating func text(_ key: SettingKey) -> String? {
    config.string(forKey: ConfigKey(key.name)).flatMap { text in
      if text.isEmpty { refuse(key, text) }
      return text.isEmpty ? nil : text
    }
  }

  mutating func path(_ key: SettingKey) -> String? {
    read(key) { $0.hasPrefix("/") && !$0.utf8.contains(0) ? $0 : nil }
  }

  mutating func word(_ key: SettingKey) -> String? {
    guard case .word(let words) = key.kind else { return nil }
    return read(key) { words.contains($0) ? $0 : nil }
  }

  mutating func integer(_ key: SettingKey) -> Int? {
    guard case .integer(let range) = key.kind else { return nil }
    return read(key) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  mutating func factor(_ key: SettingKey) -> Double? {
    guard case .factor(let max) = key.kind else { return nil }
    return read(key) { text in Double(text).flatMap { $0 > 0 && $0 <= max ? $0 : nil } }
  }

  func texts(_ key: SettingKey) -> [String]? { config.stringArray(forKey: ConfigKey(key.name)) }

  /// Adds a fault of what `key` names, found by somebody who knows more about it.
  mutating func refuse(_ key: SettingKey, _ refusal: Refusal) {
    let inner = refusal.place.map { "\($0): " } ?? ""
    faults.append(
      SettingsFault(
        place: place(of: key), text: Bilingual(en: inner + refusal.text.en, zh: inner + refusal.text.zh)))
  }

  private mutating func read<Value>(_ key: SettingKey, _ convert: (String) -> Value?) -> Value? {
    guard let text = text(key) else { return nil }
    let value = convert(text)
    if value == nil { refuse(key, text) }
    return value
  }

  private mutating func refuse(_ key: SettingKey, _ text: String) {
    let (shown, wanted) = (DraftRules.shown(text), key.kind.wanted)
    faults.append(
      SettingsFault(
        place: place(of: key),
        text: Bilingual(en: "“\(shown)” cannot be used; write \(wanted.en).", zh: "“\(shown)”不可用；请写\(wanted.zh)。")))
  }

  private func place(of key: SettingKey) -> String {
    environment[key.variable] != nil ? key.variable : file.place(of: key.name)
  }
}
