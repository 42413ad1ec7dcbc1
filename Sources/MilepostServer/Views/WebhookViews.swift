import MilepostAPI
import MilepostCore
import MilepostWebhooks

extension WebhookView {
  /// `secret` only in the answer to the request that created it.
  init(
    _ endpoint: Endpoint, counts: (pending: Int, delivered: Int, dead: Int), secret: String? = nil
  ) {
    self.init(
      name: endpoint.name, url: endpoint.redactedURL, format: endpoint.format.rawValue,
      language: endpoint.language.rawValue, state: endpoint.state.rawValue, reason: endpoint.reason,
      projects: endpoint.projects, pending: counts.pending, delivered: counts.delivered, dead: counts.dead,
      secret: secret, concurrency: endpoint.concurrency, rate: endpoint.format.usualRate(endpoint.options?.rate),
      options: endpoint.options.map(WebhookOptionsView.init), breaker: endpoint.breaker.map(WebhookBreakerView.init),
      revision: endpoint.revision)
  }
}

extension WebhookOptionsView {
  init(_ options: EndpointOptions) {
    self.init()
    headers = options.headers?.map(\.name)
    login = options.loginKind
    clientCert = options.clientCertificate
    clientKey = options.clientKey
    caFile = options.authorities
    proxy = options.proxy
    http2 = options.http2
    timeout = options.timeoutMs.map { $0 / 1000 }
    publicKey = options.signingKey.flatMap(Ed25519.publicKey)
    oldSecretUntil = options.retiring?.until.rfc3339
    template = options.template?.source
    contentType = options.template?.contentType
    method = options.template?.method
    from = options.mail?.from
    to = options.mail?.to
    mailTls = options.mail?.security.rawValue
    unproven = options.isUnproven
  }
}

extension WebhookBreakerView {
  init(_ breaker: Breaker) {
    self.init(
      open: breaker.isOpen, failuresInARow: breaker.row, failingSince: breaker.failingSince?.rfc3339,
      nextProbe: breaker.nextProbe?.rfc3339)
  }
}

extension WebhookTestView {
  init(_ result: AttemptResult) {
    self.init(
      delivered: result.decision == .delivered, status: result.status, error: result.error,
      milliseconds: Int(result.durationMs))
  }
}

extension AttemptView {
  init(_ attempt: Attempt) {
    self.init(
      number: attempt.number, startedAt: attempt.startedAt.rfc3339, milliseconds: Int(attempt.durationMs),
      status: attempt.status, error: attempt.error, answer: attempt.responseHead)
  }
}
