/// In what form a receiver takes messages.
package enum MessageFormat: String, Codable, Sendable, CaseIterable {
  /// Standard Webhooks: Milepost's own JSON.
  case standard
  case cloudevents, alertmanager, feishu, dingtalk, wecom, slack, teams, telegram, ntfy

  /// What a secret is for there.
  package enum Signing: Sendable {
    /// Headers of Standard Webhooks; every endpoint has a secret.
    case headers
    /// The receiver's own signature, if it was asked for there.
    case own
    /// None: the address is the secret.
    case none
  }

  package var signing: Signing {
    switch self {
    case .standard, .cloudevents, .alertmanager: .headers
    case .feishu, .dingtalk: .own
    case .wecom, .slack, .teams, .telegram, .ntfy: .none
    }
  }
}

/// The language of a receiver's messages.
package enum MessageLanguage: String, Codable, Sendable, CaseIterable {
  case en, zh
}
