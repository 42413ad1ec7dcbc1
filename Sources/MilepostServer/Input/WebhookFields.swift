import MilepostCore

/// The fields of webhooks that may be changed.
enum WebhookFields {
  static let changeable = [
    "url", "secret", "projects", "language", "headers", "basic", "bearer", "client_cert", "client_key", "ca_file",
    "proxy", "http2", "timeout", "concurrency", "rate", "ed25519", "template", "content_type", "method", "from", "to",
    "mail_tls",
  ]

  static func options(_ table: TableReader) throws(Refusal) -> EndpointOptionsDraft {
    var draft = EndpointOptionsDraft()
    draft.headers = try table.pairs("headers")?.map { .init(name: $0.name, value: $0.value) }
    draft.basic = try table.text("basic")
    draft.bearer = try table.text("bearer")
    draft.clientCertificate = try table.text("client_cert")
    draft.clientKey = try table.text("client_key")
    draft.authorities = try table.text("ca_file")
    draft.proxy = try table.text("proxy")
    draft.http2 = try table.bool("http2")
    draft.timeoutSeconds = try table.integer("timeout")
    draft.concurrency = try table.integer("concurrency")
    draft.rate = try table.text("rate")
    draft.ed25519 = try table.bool("ed25519")
    draft.template = try table.text("template")
    draft.contentType = try table.text("content_type")
    draft.method = try table.text("method")
    draft.mailFrom = try table.text("from")
    draft.mailTo = try table.texts("to")
    draft.mailSecurity = try table.text("mail_tls")
    return draft
  }
}
