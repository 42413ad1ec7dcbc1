/// A sentence that users see, in English and in Chinese (zh-Hans).
package struct Bilingual: Hashable, Codable, Sendable {
  package var en: String
  package var zh: String

  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }
}
