import MilepostAPI

/// Would an alert reach anybody? Each check is a pure function of what was seen.
enum DeliveryChecks {
  static func webhooks(_ webhooks: [WebhookView]) -> [Finding] {
    let add = Phrase("Register one: milepost webhook add NAME --url URL", "请登记：milepost webhook add 名称 --url 地址")
    guard !webhooks.isEmpty else {
      return [
        .fail("webhooks", Phrase("There is no webhook: alerts would reach nobody.", "没有 webhook：提醒无人接收。"), advice: add)
      ]
    }
    let active = webhooks.filter { $0.state == "active" }
    guard !active.isEmpty else {
      return [
        .fail(
          "webhooks", Phrase("No webhook is active: alerts would reach nobody.", "没有启用的 webhook：提醒无人接收。"),
          advice: Phrase("Resume one: milepost webhook resume NAME", "请恢复：milepost webhook resume 名称"))
      ]
    }
    let idle = webhooks.filter { $0.state != "active" }
    let doubtful = active.filter { $0.options?.unproven ?? false }
    return [.ok("webhooks", Phrase("\(active.count) webhooks are active.", "启用的 webhook：\(active.count) 个。"))]
      + doubtful.map(unproven) + idle.map(stopped) + webhooks.filter { $0.dead > 0 }.map(dead)
  }

  /// Open projects that no active webhook hears of.
  static func audience(projects: [ProjectView], webhooks: [WebhookView]) -> Finding? {
    let active = webhooks.filter { $0.state == "active" }
    guard !active.isEmpty, !active.contains(where: \.projects.isEmpty) else { return nil }
    let heard = Set(active.flatMap(\.projects))
    let unheard = projects.filter { !$0.archived && $0.open > 0 && !heard.contains($0.key) }.map(\.key)
    guard !unheard.isEmpty else { return nil }
    let shown = unheard.prefix(5)
    let more = unheard.count - shown.count
    return .fail(
      "audience",
      Phrase(
        "No webhook hears of: \(shown.joined(separator: ", "))" + (more > 0 ? " and \(more) more." : "."),
        "以下项目的提醒无人接收：\(shown.joined(separator: "、"))" + (more > 0 ? "等 \(unheard.count) 个。" : "。")),
      advice: Phrase(
        "Register a webhook for them, or one for all projects.", "请为其登记 webhook，或登记一个接收全部项目的 webhook。"))
  }

  static func backlog(_ status: StatusView) -> Finding {
    guard status.deliveriesPending > 0 else { return .ok("backlog", Phrase("Nothing waits.", "没有待投递的消息。")) }
    return .ok("backlog", Phrase("\(status.deliveriesPending) deliveries wait.", "待投递 \(status.deliveriesPending) 条。"))
  }

  private static func stopped(_ webhook: WebhookView) -> Finding {
    let reason = webhook.reason.map { ": \($0)" } ?? ""
    let resume = "milepost webhook resume \(webhook.name)"
    return .warn(
      "webhook",
      Phrase(
        "Webhook \(webhook.name) is \(webhook.state)\(reason); \(webhook.pending) wait.",
        "webhook \(webhook.name) 已\(webhook.state == "paused" ? "暂停" : "停用")\(reason)；待投递 \(webhook.pending) 条。"),
      advice: Phrase("When its receiver is ready: \(resume)", "接收方就绪后：\(resume)"))
  }

  private static func unproven(_ webhook: WebhookView) -> Finding {
    .warn(
      "webhook",
      Phrase("Webhook \(webhook.name) is unproven: its test failed.", "webhook \(webhook.name) 未经验证：测试未通过。"),
      advice: Phrase("Try it: milepost webhook test \(webhook.name)", "请测试：milepost webhook test \(webhook.name)"))
  }

  private static func dead(_ webhook: WebhookView) -> Finding {
    .warn(
      "deliveries",
      Phrase(
        "\(webhook.dead) deliveries to \(webhook.name) were given up.", "发往 \(webhook.name) 的 \(webhook.dead) 条投递已放弃。"),
      advice: Phrase(
        "See why: milepost webhook deliveries \(webhook.name) --state dead; then milepost webhook replay \(webhook.name)",
        "查看原因：milepost webhook deliveries \(webhook.name) --state dead；再用 milepost webhook replay \(webhook.name) 重发"))
  }
}
