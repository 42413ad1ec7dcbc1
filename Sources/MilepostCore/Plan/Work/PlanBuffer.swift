/// Working time left free before a due date: what a slip may use up before the promise is in danger.
package struct PlanBuffer: Hashable, Codable, Sendable {
  package var duration: WorkDuration
  /// As people call it, for example `复检余量`.
  package var name: String?

  package init(duration: WorkDuration, name: String? = nil) {
    self.duration = duration
    self.name = name
  }

  /// `10wd`, or `10wd` and a name; nil for an empty text. Refuses calendar days and hours: float is in working days.
  package static func read(_ text: String, place: String) throws(Refusal) -> PlanBuffer? {
    let trimmed = DraftRules.trimmed(text)
    guard !trimmed.isEmpty else { return nil }
    // The name may itself hold spaces, and so may the duration (`10 working days 复检余量`): the longest that reads is it.
    let words = trimmed.split(separator: " ", omittingEmptySubsequences: true)
    for count in stride(from: min(3, words.count), to: 0, by: -1) {
      guard let span = WorkDuration(reading: words.prefix(count).joined(separator: " ")) else { continue }
      guard span.unit == .workingDays, span.amount >= 0 else { break }
      let name = words.dropFirst(count).joined(separator: " ")
      return PlanBuffer(
        duration: span, name: try DraftRules.optionalLine(name, current: nil, place: place))
    }
    throw Refusal(
      .invalidValue,
      en: "“\(DraftRules.shown(text))” is no buffer; write working days, and a name if it has one: 10wd.",
      zh: "“\(DraftRules.shown(text))”不是余量；请写工作日数，可加名称，例如：10个工作日 复检余量。", place: place)
  }

  package var text: String { name.map { "\(duration.text) \($0)" } ?? duration.text }
}
