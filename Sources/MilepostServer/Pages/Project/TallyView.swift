import MilepostCore

/// A count: what is done against what was to be done by now.
struct TallyView {
  var name: String
  var href: String
  var value: String
  var percent: String
  var expected: String
  /// Of a bar of a thousand parts.
  var fill: Int
  var mark: Int
  var style: String
  var sentence: String
  var reportedOn: String?

  init?(_ milestone: Milestone, in project: Project, today: CivilDate, language: ViewLanguage) {
    guard case .count(let duty) = milestone.detail, let pace = duty.pace(due: milestone.due.date, today: today) else {
      return nil
    }
    let unit = language.pick(duty.target.unit, en: duty.target.unitEn)
    name = language.pick(milestone.name, en: milestone.nameEn)
    href = PagePath.milestone(milestone.key, of: project.key)
    value = "\(CountText.number(pace.value)) / \(CountText.number(duty.target.target)) \(unit)"
    percent = TallyView.percent(pace.done)
    expected = TallyView.percent(pace.expected)
    fill = Int(min(1, max(0, pace.done)) * 1000)
    mark = Int(min(1, max(0, pace.expected)) * 1000)
    style = pace.isBehind ? "behind" : "ahead"
    sentence = language.pick(pace.sentence)
    reportedOn = pace.reportedOn?.description
  }

  /// Cut, not rounded: 99.96 % is not yet all.
  static func percent(_ part: Double) -> String { "\(Int((part * 100 + 1e-9).rounded(.down))) %" }
}
