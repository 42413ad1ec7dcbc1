import MilepostAPI

/// The changes of a plan, line by line: `+` what is new, `~` what changes and how, `=` what stays.
struct PlanText {
  let language: Language
  let palette: Palette

  func lines(_ changes: [PlanChange], unchangedToo: Bool) -> [String] {
    changes.flatMap { change -> [String] in
      let subject = "\(noun(change.noun)) \(PlainText.line(change.subject))"
      switch change.action {
      case "add": return [palette.paint("+ \(subject)", .good)]
      case "none": return unchangedToo ? [palette.paint("= \(subject)", .faint)] : []
      default:
        return [palette.paint("~ \(subject)", .warning)] + change.fields.map { "    \(PlainText.line($0))" }
      }
    }
  }

  private func noun(_ noun: String) -> String {
    switch noun {
    case "project": Phrase("project", "项目").text(language)
    case "milestone": Phrase("milestone", "里程碑").text(language)
    case "calendar": Phrase("calendar", "日历").text(language)
    case "activity": Phrase("activity", "工作").text(language)
    default: PlainText.line(noun)
    }
  }

  static func counts(_ changes: [PlanChange]) -> (added: Int, changed: Int, unchanged: Int) {
    let added = changes.count { $0.action == "add" }
    let unchanged = changes.count { $0.action == "none" }
    return (added, changes.count - added - unchanged, unchanged)
  }
}

extension PlanResult {
  var hasDifferences: Bool { changes.contains { $0.action != "none" } }
}
