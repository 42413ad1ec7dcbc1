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
      secret: secret, revision: endpoint.revision)
  }
}

extension WebhookTestView {
  init(_ result: AttemptResult) {
    self.init(
      delivered: result.decision == .delivered, status: result.status, error: result.error,
      milliseconds: Int(result.durationMs))
  }
}
