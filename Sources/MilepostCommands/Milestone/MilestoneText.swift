import MilepostAPI

extension Session {
  func table(of milestones: [MilestoneView]) -> Table {
    var table = Table([
      Table.Column(Phrase("LIGHT", "灯")),
      Table.Column(Phrase("MILESTONE", "里程碑")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("DUE", "应完成")),
      Table.Column(Phrase("AS WRITTEN", "原文"), canShrink: true),
      Table.Column(Phrase("FORECAST", "预计")),
      Table.Column(Phrase("FLOAT", "余量"), .right),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("AFTER", "前置"), canShrink: true),
    ])
    for milestone in milestones {
      table.add(
        words.light(milestone.light), Table.Cell(milestone.key),
        Table.Cell(words.name(milestone.name, en: milestone.nameEn)), Table.Cell(milestone.due.date),
        Table.Cell(milestone.due.written), Table.Cell(milestone.forecast), words.float(milestone.floatDays),
        words.state(milestone.state), Table.Cell(words.list(milestone.after)))
    }
    return table
  }

  func details(of milestone: MilestoneView) -> String {
    var details = Details()
    details.add(say(Phrase("Milestone", "里程碑")), "\(milestone.project)/\(milestone.key)", .heading)
    details.add(say(Phrase("Name", "名称")), milestone.name)
    details.add(say(Phrase("English name", "英文名称")), milestone.nameEn)
    let (light, state) = (words.light(milestone.light), words.state(milestone.state))
    details.add(say(Phrase("Light", "灯")), light.text, light.style)
    details.add(say(Phrase("State", "状态")), state.text, state.style)
    details.add(say(Phrase("Due", "应完成")), say(MilestoneText.due(milestone)))
    details.add(say(Phrase("Forecast", "预计")), milestone.forecast)
    details.add(say(Phrase("Why", "依据")), milestone.reason.map { say(Phrase($0.en, $0.zh)) })
    details.add(
      say(Phrase("At risk", "风险")),
      milestone.atRisk == true ? say(Phrase("yes, and its people have been told", "有，已通知")) : nil, .bad)
    details.add(say(Phrase("Expected", "预计完成（人工）")), milestone.expected)
    let float = words.float(milestone.floatDays)
    details.add(
      say(Phrase("Float", "余量")), say(Phrase("\(float.text) working days", "\(float.text) 个工作日")), float.style)
    details.add(say(Phrase("Buffer", "预留")), milestone.buffer)
    details.add(
      say(Phrase("Count", "计数")), milestone.count.map { say(Phrase($0.sentence.en, $0.sentence.zh)) },
      milestone.count?.behind == true ? .warning : .plain)
    details.add(say(Phrase("Rule", "重复规则")), milestone.repeats?.rule)
    details.add(say(Phrase("So far", "累计")), milestone.repeats.map { say(Phrase($0.sentence.en, $0.sentence.zh)) })
    details.add(
      say(Phrase("Gate", "关口")), milestone.gate.map { say(Phrase($0.sentence.en, $0.sentence.zh)) },
      milestone.gate?.verdict == "vetoed" ? .bad : .plain)
    for check in milestone.gate?.checks ?? [] {
      details.add(
        "  \(words.name(check.name, en: check.nameEn))", words.check(check), check.result == "failed" ? .bad : .plain)
    }
    details.add(say(Phrase("Finding", "问题")), milestone.finding.map { say(Phrase($0.sentence.en, $0.sentence.zh)) })
    details.add(say(Phrase("Reached", "完成于")), milestone.actual)
    details.add(say(Phrase("Evidence", "完成凭据")), milestone.evidence)
    details.add(say(Phrase("After", "前置")), words.list(milestone.after))
    details.add(say(Phrase("Labels", "标签")), words.labels(milestone.labels))
    details.add(say(Phrase("Next alert", "下次提醒")), MilestoneText.nextAlert(milestone))
    return details.rendered(palette: palette)
  }
}

/// Sentences about one milestone.
enum MilestoneText {
  /// What was understood: the date, and what was written when that says it otherwise.
  static func due(_ milestone: MilestoneView) -> Phrase {
    let due = milestone.due
    let written = due.written == due.date ? Phrase("", "") : Phrase(" (“\(due.written)”)", "（“\(due.written)”）")
    let days = milestone.daysLeft.map(distance)
    let provisional =
      due.provisional
      ? Phrase(", provisional: that year's holidays are not known yet", "，暂定：该年假日安排尚未公布") : Phrase("", "")
    return Phrase(
      due.date + written.en + (days.map { ", \($0.en)" } ?? "") + provisional.en,
      due.date + written.zh + (days.map { "，\($0.zh)" } ?? "") + provisional.zh)
  }

  /// The moment in the project's zone, or in UTC from a service that says no more.
  static func nextAlert(_ milestone: MilestoneView) -> String? { milestone.nextCheckLocal ?? milestone.nextCheck }

  static func distance(_ days: Int) -> Phrase {
    switch days {
    case 0: Phrase("today", "今天")
    case 1: Phrase("tomorrow", "明天")
    case 2...: Phrase("\(days) days from today", "距今 \(days) 天")
    case -1: Phrase("yesterday", "昨天")
    default: Phrase("\(-days) days ago", "已过 \(-days) 天")
    }
  }

  /// `verb project/key: due …, first alert …`.
  static func registered(_ milestone: MilestoneView, verb: Phrase, alert: Phrase) -> Phrase {
    let due = due(milestone)
    let next =
      nextAlert(milestone).map { Phrase(", \(alert.en) \($0)", "，\(alert.zh) \($0)") }
      ?? Phrase(", no alert to come", "，没有将要发出的提醒")
    let subject = "\(milestone.project)/\(milestone.key)"
    return Phrase(
      "\(verb.en) \(subject): due \(due.en)\(next.en).", "\(verb.zh) \(subject)：应于 \(due.zh)\(next.zh)。")
  }
}

extension Words {
  /// What a check of a gate showed, who says so and when.
  func check(_ check: GateCheckView) -> String {
    let result: Phrase =
      switch check.result {
      case "passed": Phrase("passed", "通过")
      case "failed": Phrase("failed", "未通过")
      default: Phrase("open", "待检查")
      }
    let deed = [check.by, check.on, check.evidence].compactMap(\.self)
    return ([result.text(language)] + deed).joined(separator: Phrase(", ", "，").text(language))
  }
}
