import ArgumentParser

/// The languages that people are spoken to in.
package enum Language: String, CaseIterable, Sendable, ExpressibleByArgument {
  case english = "en"
  case chinese = "zh"

  /// What was asked for, else `MILEPOST_LANG`, else what the locale says; English for all others.
  package static func choose(option: Language?, environment: [String: String]) -> Language {
    if let option { return option }
    if let own = environment["MILEPOST_LANG"], !own.isEmpty { return Language(locale: own) }
    // POSIX: the first of these that is set and not empty counts.
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    return Language(locale: names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "")
  }

  private init(locale: String) {
    let code = locale.prefix { $0.isLetter }.lowercased()
    self = code == "zh" ? .chinese : .english
  }
}

/// Words that users see, in English and in Chinese (zh-Hans).
package struct Phrase: Hashable, Sendable {
  package let en: String
  package let zh: String

  package init(_ en: String, _ zh: String) {
    self.en = en
    self.zh = zh
  }

  package func text(_ language: Language) -> String {
    switch language {
    case .english: en
    case .chinese: zh
    }
  }
}
