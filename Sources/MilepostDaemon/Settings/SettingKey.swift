import MilepostCore

/// One thing that an administrator can set: in the settings file, or in the environment.
struct SettingKey: Sendable {
  /// What a value must look like.
  enum Kind: Sendable {
    case path
    case text
    case word([String])
    case integer(ClosedRange<Int>)
    /// Above zero, up to the bound.
    case factor(max: Double)
    case texts
  }

  /// With the tables that it lies in: `webhooks.timeout`.
  let name: String
  let kind: Kind

  /// The environment's name for it, which wins over the file.
  var variable: String { "MILEPOST_" + name.uppercased().replacing(".", with: "_") }
}

extension SettingKey {
  static let database = SettingKey(name: "database", kind: .path)
  static let socket = SettingKey(name: "socket", kind: .path)
  static let calendars = SettingKey(name: "calendars", kind: .path)
  static let zone = SettingKey(name: "default_zone", kind: .text)
  static let calendar = SettingKey(name: "default_calendar", kind: .text)
  static let language = SettingKey(name: "language", kind: .word(ServiceLanguage.allCases.map(\.rawValue)))
  static let logLevel = SettingKey(name: "log_level", kind: .word(["debug", "info", "notice", "warning", "error"]))
  static let shutdown = SettingKey(name: "shutdown_timeout", kind: .integer(1...80))
  static let concurrency = SettingKey(name: "webhooks.concurrency", kind: .integer(1...1024))
  static let connectTimeout = SettingKey(name: "webhooks.connect_timeout", kind: .integer(1...300))
  static let timeout = SettingKey(name: "webhooks.timeout", kind: .integer(1...600))
  static let allowNetworks = SettingKey(name: "webhooks.allow_networks", kind: .texts)
  static let denyNetworks = SettingKey(name: "webhooks.deny_networks", kind: .texts)
  static let secretFile = SettingKey(name: "webhooks.secret_file", kind: .path)
  static let authorities = SettingKey(name: "webhooks.ca_file", kind: .path)
  static let listen = SettingKey(name: "listen", kind: .text)
  static let listenInsecure = SettingKey(name: "listen_insecure", kind: .word(["true", "false"]))
  static let publicURL = SettingKey(name: "public_url", kind: .text)
  static let certificate = SettingKey(name: "tls.certificate", kind: .path)
  static let privateKey = SettingKey(name: "tls.key", kind: .path)
  static let trustedProxies = SettingKey(name: "trusted_proxies", kind: .texts)
  static let rateLimit = SettingKey(name: "rate_limit", kind: .integer(60...10_000_000))
  static let heartbeatURL = SettingKey(name: "heartbeat.url", kind: .text)
  static let heartbeatInterval = SettingKey(name: "heartbeat.interval", kind: .integer(10...86_400))
  static let answerDays = SettingKey(name: "answers.valid_days", kind: .integer(1...365))
  static let historyDays = SettingKey(name: "history.keep_days", kind: .integer(1...36_500))
  static let rehearsalStart = SettingKey(name: "rehearsal.start", kind: .text)
  static let rehearsalZone = SettingKey(name: "rehearsal.zone", kind: .text)
  static let rehearsalSpeed = SettingKey(name: "rehearsal.speed", kind: .factor(max: 31_536_000))

  static let all = [
    database, socket, calendars, zone, calendar, language, logLevel, shutdown, concurrency, connectTimeout, timeout,
    allowNetworks, denyNetworks, secretFile, authorities, historyDays, listen, listenInsecure, publicURL, certificate,
    privateKey,
    trustedProxies, rateLimit, heartbeatURL, heartbeatInterval, answerDays, rehearsalStart, rehearsalZone,
    rehearsalSpeed,
  ]

  static let names = all.map(\.name)

  /// Names of the tables that keys lie in.
  static let tables = Set(names.compactMap { $0.split(separator: ".").dropLast().last.map(String.init) })

  /// The key that somebody most likely meant by `name`: also one whose last word was written without its table.
  static func nearest(to name: String) -> String? {
    if let match = Nearest.match(name, among: names) { return match }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let leaves = names.map { ($0.split(separator: ".").last.map(String.init) ?? $0, $0) }
    guard let leaf = Nearest.match(last, among: leaves.map(\.0)) else { return nil }
    return leaves.first { $0.0 == leaf }?.1
  }
}

extension SettingKey.Kind {
  /// What would be right, behind “write”.
  var wanted: Bilingual {
    switch self {
    case .path: Bilingual(en: "an absolute path, such as /var/lib/milepost", zh: "绝对路径，例如 /var/lib/milepost")
    case .text: Bilingual(en: "a text", zh: "一段文本")
    case .word(let words): Bilingual(en: words.joined(separator: ", "), zh: words.joined(separator: "、")).oneOf
    case .integer(let range):
      Bilingual(
        en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
        zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数")
    case .factor(let max):
      Bilingual(en: "a number above 0, up to \(Int(max))", zh: "大于 0、不超过 \(Int(max)) 的数")
    case .texts: Bilingual(en: "a list, such as [10.0.0.0/8]", zh: "列表，例如 [10.0.0.0/8]")
    }
  }
}

extension Bilingual {
  fileprivate var oneOf: Bilingual { Bilingual(en: "one of \(en)", zh: "以下之一：\(zh)") }
}
