import MilepostAPI

extension Session {
  func details(of project: ProjectView) -> String {
    var details = Details()
    details.add(say(Phrase("Project", "项目")), project.key, .heading)
    details.add(say(Phrase("Name", "名称")), project.name)
    details.add(say(Phrase("English name", "英文名称")), project.nameEn)
    details.add(say(Phrase("Owner", "负责人")), project.owner)
    if project.archived { details.add(say(Phrase("Archived", "已归档")), words.yesOrNo(true), .warning) }
    let light = words.light(project.light)
    details.add(say(Phrase("Light", "灯")), light.text, light.style)
    if let lights = project.lights, lights != "standard" { details.add(say(Phrase("Light table", "亮灯规则")), lights) }
    details.add(say(Phrase("Time zone", "时区")), project.zone)
    details.add(say(Phrase("Calendar", "工作日历")), project.calendar)
    details.add(say(Phrase("Alerts", "提醒")), PolicyText.of(project.alerts, language: language))
    details.add(say(Phrase("Labels", "标签")), words.labels(project.labels))
    for fact in project.facts { details.add(fact.name, fact.value) }
    return details.rendered(palette: palette)
  }

  func table(of projects: [ProjectView]) -> Table {
    var table = Table([
      Table.Column(Phrase("LIGHT", "灯")),
      Table.Column(Phrase("PROJECT", "项目")),
      Table.Column(Phrase("NAME", "名称"), canShrink: true),
      Table.Column(Phrase("OWNER", "负责人"), canShrink: true),
      Table.Column(Phrase("OPEN", "未完成"), .right),
      Table.Column(Phrase("OVERDUE", "逾期"), .right),
      Table.Column(Phrase("ALL", "总数"), .right),
    ])
    for project in projects {
      table.add(
        words.light(project.light), Table.Cell(project.key),
        Table.Cell(words.name(project.name, en: project.nameEn) + archivedMark(project)),
        Table.Cell(project.owner ?? ""), Table.Cell("\(project.open)"),
        Table.Cell("\(project.overdue)", project.overdue > 0 ? .bad : .plain), Table.Cell("\(project.milestones)"))
    }
    return table
  }

  private func archivedMark(_ project: ProjectView) -> String {
    project.archived ? say(Phrase(" (archived)", "（已归档）")) : ""
  }
}

extension Words {
  func labels(_ labels: [String: String]) -> String {
    list(labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
  }
}
