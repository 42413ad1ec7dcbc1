import MilepostCore

/// What is wrong with one setting, and where.
package struct SettingsFault: Hashable, Sendable {
  /// `file:line: key`, or the variable of the environment.
  package var place: String
  package var text: Bilingual

  package var line: Bilingual { Bilingual(en: "\(place): \(text.en)", zh: "\(place)：\(text.zh)") }
}

/// All that is wrong with the settings, at once: who mends them should not be told one fault at a time.
package struct SettingsFaults: Error, Sendable {
  package var faults: [SettingsFault]
  /// The one that was asked for, as far as that could be told.
  package var language: ServiceLanguage
}
