import MilepostAPI

extension Session {
  func table(of webhooks: [WebhookView]) -> Table {
    var table = Table([
      Table.Column(Phrase("WEBHOOK", "WEBHOOK")),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("ADDRESS", "地址"), canShrink: true),
      Table.Column(Phrase("PROJECTS", "项目"), canShrink: true),
      Table.Column(Phrase("PENDING", "待投递"), .right),
      Table.Column(Phrase("DELIVERED", "已送达"), .right),
      Table.Column(Phrase("DEAD", "已放弃"), .right),
    ])
    for webhook in webhooks {
      table.add(
        Table.Cell(webhook.name), words.state(webhook.state), Table.Cell(webhook.url),
        Table.Cell(audience(webhook)), Table.Cell("\(webhook.pending)"), Table.Cell("\(webhook.delivered)"),
        Table.Cell("\(webhook.dead)", webhook.dead > 0 ? .bad : .plain))
    }
    return table
  }

  func details(of webhook: WebhookView) -> String {
    var details = Details()
    let state = words.state(webhook.state)
    details.add("Webhook", webhook.name, .heading)
    details.add(say(Phrase("State", "状态")), state.text, state.style)
    details.add(say(Phrase("Reason", "原因")), webhook.reason)
    details.add(say(Phrase("Address", "地址")), webhook.url)
    details.add(say(Phrase("Format", "格式")), "\(webhook.format) (\(webhook.language))")
    details.add(say(Phrase("Projects", "项目")), audience(webhook))
    details.add(say(Phrase("Pending", "待投递")), "\(webhook.pending)")
    details.add(say(Phrase("Delivered", "已送达")), "\(webhook.delivered)")
    details.add(say(Phrase("Dead", "已放弃")), "\(webhook.dead)", webhook.dead > 0 ? .bad : .plain)
    return details.rendered(palette: palette)
  }

  private func audience(_ webhook: WebhookView) -> String {
    webhook.projects.isEmpty ? say(Phrase("all", "全部")) : words.list(webhook.projects)
  }
}
