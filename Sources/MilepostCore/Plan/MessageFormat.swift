/// In what form a receiver takes messages.
package enum MessageFormat: String, Codable, Sendable, CaseIterable {
  /// Standard Webhooks: Milepost's own JSON.
  case standard
  case cloudevents, alertmanager, feishu, dingtalk, wecom, slack, teams, telegram, ntfy
  /// Mail, by SMTP.
  case email
  /// A body of the user's own, in Mustache.
  case template

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
    case .standard, .cloudevents, .alertmanager, .template: .headers
    case .feishu, .dingtalk: .own
    case .wecom, .slack, .teams, .telegram, .ntfy, .email: .none
    }
  }
}

extension MessageFormat {
  /// How an address of it may begin.
  package var schemes: [String] { self == .email ? ["smtp", "smtps"] : ["http", "https"] }
}

/// The language of a receiver's messages.
package enum MessageLanguage: String, Codable, Sendable, CaseIterable {
  case en, zh
}
