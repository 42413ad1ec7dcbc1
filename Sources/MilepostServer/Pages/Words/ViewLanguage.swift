import MilepostCore

/// The language of a page.
enum ViewLanguage: String, CaseIterable, Sendable {
  case en, zh

  /// As HTML names it.
  var tag: String { self == .en ? "en" : "zh-Hans" }

  var isChinese: Bool { self == .zh }

  func pick(_ text: Bilingual) -> String { self == .en ? text.en : text.zh }

  func pick(_ name: String, en: String?) -> String { self == .en ? en ?? name : name }

  /// What was chosen on the page; else the first language that the browser asks for and that there is; else English.
  ///
  /// - Parameter accepted: `Accept-Language`, such as `zh-CN,zh;q=0.9,en;q=0.8` (RFC 9110, 12.5.4).
  static func choose(cookie: String?, accepted: String?) -> ViewLanguage {
    if let chosen = cookie.flatMap(ViewLanguage.init(rawValue:)) { return chosen }
    let wanted = (accepted ?? "").split(separator: ",").prefix(32).enumerated().compactMap {
      place, part -> (language: ViewLanguage, weight: Double, place: Int)? in
      let fields = part.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
      guard let tag = fields.first,
        let language = allCases.first(where: { tag == $0.rawValue || tag.hasPrefix("\($0.rawValue)-") })
      else { return nil }
      let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
      return weight > 0 ? (language, weight, place) : nil
    }
    return wanted.min { ($1.weight, $0.place) < ($0.weight, $1.place) }?.language ?? .en
  }
}

/// Light or dark: as the device has it, unless somebody chose.
enum PageTheme: String, CaseIterable, Sendable {
  case auto, light, dark

  static func choose(cookie: String?) -> PageTheme { cookie.flatMap(PageTheme.init(rawValue:)) ?? .auto }
}
