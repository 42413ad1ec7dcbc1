import Logging
import MilepostCore
import Synchronization

/// What the service says of itself in its log, in the language that was set.
struct Voice: Sendable {
  let log: Logger
  let level: LogLevel
  private let languageNow: SharedLanguage

  init(output: LogOutput) {
    let level = LogLevel(.info)
    self.level = level
    log = Logger(label: "milepost") { _ in ServiceLogHandler(output: output, level: level) }
    languageNow = SharedLanguage()
  }

  var language: ServiceLanguage { languageNow.value.withLock { $0 } }

  /// Takes language and level from the settings.
  func adopt(_ settings: Settings) {
    languageNow.value.withLock { $0 = settings.language }
    level.current = Logger.Level(rawValue: settings.logLevel) ?? .info
  }

  func say(_ level: Logger.Level, en: String, zh: String, _ metadata: Logger.Metadata = [:]) {
    say(level, Bilingual(en: en, zh: zh), metadata)
  }

  func say(_ level: Logger.Level, _ text: Bilingual, _ metadata: Logger.Metadata = [:]) {
    log.log(level: level, "\(language(text))", metadata: metadata)
  }

  /// Says what went wrong, with its code where it has one.
  func say(_ level: Logger.Level, en: String, zh: String, error: any Error) {
    if let refusal = error as? Refusal {
      let text = Bilingual(en: "\(en): \(refusal.text.en)", zh: "\(zh)：\(refusal.text.zh)")
      say(level, text, ["code": "\(refusal.code.rawValue)"])
    } else {
      say(level, en: en, zh: zh, ["error": "\(error)"])
    }
  }
}

private final class SharedLanguage: Sendable {
  let value = Mutex(ServiceLanguage.english)
}
