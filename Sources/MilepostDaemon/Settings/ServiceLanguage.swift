import MilepostCore

/// The language in which the service speaks of itself: in its log, in its status, and when it refuses to start.
package enum ServiceLanguage: String, CaseIterable, Sendable {
  case english = "en"
  case chinese = "zh"

  package func callAsFunction(_ text: Bilingual) -> String { self == .chinese ? text.zh : text.en }
}
