import MilepostCore

/// A gate with its checks, or a finding with its steps.
struct GateCard {
  struct Check {
    var mark: String
    var name: String
    var result: String
    var by: String?
    var on: String?
    var note: String?
  }

  var name: String
  var href: String
  var verdict: String
  var sentence: String
  var checks: [Check]

  init?(_ milestone: Milestone, in project: Project, today: CivilDate, language: ViewLanguage) {
    let names = PageNames(language: language)
    switch milestone.detail {
    case .gate(let gate):
      let outcome = gate.verdict.outcome
      verdict = outcome == .vetoed ? "bad" : outcome == .reached ? "good" : "fine"
      sentence = language.pick(gate.verdict.reason)
      checks = gate.checks.map { check in
        Check(
          mark: check.entry?.result.rawValue ?? "open", name: language.pick(check.name, en: check.nameEn),
          result: names.check(check.entry?.result), by: check.entry?.deed.by, on: check.entry?.deed.on.description,
          note: check.entry?.evidence)
      }
    case .finding(let finding):
      verdict = finding.isOverdue(on: today) ? "bad" : finding.state == .closed ? "good" : "fine"
      sentence = language.pick(finding.sentence(on: today))
      checks = finding.steps.map { step in
        let mark: String
        switch step {
        case .rejected: mark = "failed"
        default: mark = "passed"
        }
        return Check(
          mark: mark, name: names.finding(step.name), result: "", by: step.deed.by, on: step.deed.on.description,
          note: step.note)
      }
    case .count, .recurring, nil: return nil
    }
    name = language.pick(milestone.name, en: milestone.nameEn)
    href = PagePath.milestone(milestone.key, of: project.key)
  }
}
