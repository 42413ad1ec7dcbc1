import MilepostAPI

extension Session {
  func table(of activities: [ActivityView]) -> Table {
    var table = Table([
      Table.Column(Phrase("ACTIVITY", "工作")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("DURATION", "工期"), .right),
      Table.Column(Phrase("START", "开始")),
      Table.Column(Phrase("FINISH", "完成")),
      Table.Column(Phrase("LAST SAFE", "最迟完成")),
      Table.Column(Phrase("FLOAT", "余量"), .right),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("AFTER", "前置"), canShrink: true),
    ])
    for activity in activities {
      let isDone = activity.state == "finished"
      table.add(
        Table.Cell(activity.key, activity.critical ? .warning : .plain),
        Table.Cell(words.name(activity.name, en: activity.nameEn)), Table.Cell(activity.duration),
        Table.Cell(activity.start), Table.Cell(activity.finish), Table.Cell(isDone ? "" : activity.lastSafe),
        isDone ? Table.Cell("") : words.float(activity.totalFloatDays), words.work(activity.state),
        Table.Cell(words.list(activity.after)))
    }
    return table
  }

  func details(of activity: ActivityView) -> String {
    var details = Details()
    details.add(say(Phrase("Activity", "工作")), "\(activity.project)/\(activity.key)", .heading)
    details.add(say(Phrase("Name", "名称")), activity.name)
    details.add(say(Phrase("English name", "英文名称")), activity.nameEn)
    details.add(say(Phrase("Owner", "责任人")), activity.owner)
    let state = words.work(activity.state)
    details.add(say(Phrase("State", "状态")), state.text, state.style)
    details.add(say(Phrase("Duration", "工期")), activity.duration)
    let asOf = activity.remainingOn.map { Phrase(" on the morning of \($0)", "（\($0) 起）") } ?? Phrase("", "")
    details.add(
      say(Phrase("Remaining", "剩余工期")), activity.remaining.map { say(Phrase($0 + asOf.en, $0 + asOf.zh)) })
    details.add(say(Phrase("Calendar", "日历")), activity.calendar)
    details.add(say(Phrase("Start", "开始")), activity.start)
    details.add(say(Phrase("Finish", "完成")), activity.finish)
    if activity.state != "finished" {
      details.add(say(Phrase("Last safe finish", "最迟完成")), activity.lastSafe)
      let float = words.float(activity.totalFloatDays)
      details.add(
        say(Phrase("Float", "余量")), say(Phrase("\(float.text) working days", "\(float.text) 个工作日")), float.style)
    }
    details.add(say(Phrase("After", "前置")), words.list(activity.after))
    let constraints = activity.constraints.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    details.add(say(Phrase("Constraints", "约束")), words.list(constraints))
    return details.rendered(palette: palette)
  }
}

extension Words {
  /// The state of an activity.
  func work(_ state: String) -> Table.Cell {
    switch state {
    case "planned": Table.Cell(Phrase("planned", "未开始").text(language))
    case "started": Table.Cell(Phrase("under way", "进行中").text(language), .good)
    case "finished": Table.Cell(Phrase("done", "已完成").text(language), .faint)
    default: Table.Cell(state)
    }
  }
}

enum ActivityText {
  /// Where it stands after a change, in one sentence.
  static func standing(_ activity: ActivityView) -> Phrase {
    let subject = "\(activity.project)/\(activity.key)"
    guard activity.state != "finished" else {
      return Phrase("\(subject): done on \(activity.finish).", "\(subject)：已于 \(activity.finish) 完成。")
    }
    let float = activity.totalFloatDays
    let room =
      float < 0
      ? Phrase("\(-float) working days too late for what is promised", "比承诺晚 \(-float) 个工作日")
      : Phrase("\(float) working days of float", "余量 \(float) 个工作日")
    let begin = activity.state == "started" ? Phrase("began", "已于") : Phrase("starts", "预计")
    return Phrase(
      "\(subject): \(begin.en) \(activity.start), ends \(activity.finish), \(room.en).",
      "\(subject)：\(begin.zh) \(activity.start) 开始，预计 \(activity.finish) 完成，\(room.zh)。")
  }
}
