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
        Table.Cell(webhook.name), state(of: webhook), Table.Cell(webhook.url),
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
    details.add(say(Phrase("Rate", "速率")), webhook.rate)
    if let options = webhook.options { add(options, to: &details) }
    if let breaker = webhook.breaker, breaker.failuresInARow > 0 {
      let since = words.moment(breaker.failingSince)
      let text =
        breaker.open
        ? Phrase("failing since \(since); probes only", "自 \(since) 起持续失败，仅发送探测")
        : Phrase("\(breaker.failuresInARow) failures in a row", "连续失败 \(breaker.failuresInARow) 次")
      details.add(say(Phrase("Health", "健康状况")), say(text), breaker.open ? .bad : .warning)
    }
    details.add(say(Phrase("Pending", "待投递")), "\(webhook.pending)")
    details.add(say(Phrase("Delivered", "已送达")), "\(webhook.delivered)")
    details.add(say(Phrase("Dead", "已放弃")), "\(webhook.dead)", webhook.dead > 0 ? .bad : .plain)
    return details.rendered(palette: palette)
  }

  private func add(_ options: WebhookOptionsView, to details: inout Details) {
    if options.unproven ?? false {
      details.add(say(Phrase("Proven", "验证")), say(Phrase("no: its test failed", "未通过测试")), .warning)
    }
    details.add(say(Phrase("Headers", "请求头")), options.headers.map { words.list($0) })
    details.add(say(Phrase("Login", "登录")), options.login)
    details.add(say(Phrase("Client certificate", "客户端证书")), options.clientCert)
    details.add(say(Phrase("Client key", "客户端私钥")), options.clientKey)
    details.add(say(Phrase("Authorities", "证书机构文件")), options.caFile)
    details.add(say(Phrase("Proxy", "代理")), options.proxy)
    if options.http2 ?? false { details.add("HTTP/2", words.yesOrNo(true)) }
    details.add(say(Phrase("Time limit", "时限")), options.timeout.map { "\($0) s" })
    details.add(say(Phrase("Public key (v1a)", "公钥（v1a）")), options.publicKey)
    details.add(say(Phrase("Old secret until", "旧密钥有效至")), options.oldSecretUntil.map { words.moment($0) })
    details.add(say(Phrase("From", "发件人")), options.from)
    details.add(say(Phrase("To", "收件人")), options.to.map { words.list($0) })
    details.add(say(Phrase("Template", "模板")), options.contentType.map { "\(options.method ?? "") \($0)" })
  }

  /// One whose test failed is not taken for one that works.
  private func state(of webhook: WebhookView) -> Table.Cell {
    let state = words.state(webhook.state)
    guard webhook.options?.unproven ?? false else { return state }
    return Table.Cell(say(Phrase("\(state.text), unproven", "\(state.text)，未验证")), .warning)
  }

  private func audience(_ webhook: WebhookView) -> String {
    webhook.projects.isEmpty ? say(Phrase("all", "全部")) : words.list(webhook.projects)
  }
}
