/// What `POST /v1/webhooks` takes. A missing secret is made by the service and returned once.
public struct WebhookInput: Codable, Equatable, Sendable {
  public var name: String
  public var url: String
  public var secret: String?
  /// Keys of the projects whose alerts go here; missing or empty: all.
  public var projects: [String]?
  /// `standard` (when missing), `cloudevents`, `alertmanager`, `feishu`, `dingtalk`, `wecom`, `slack`, `teams`,
  /// `telegram` or `ntfy`.
  public var format: String?
  /// `en` or `zh`; missing: the service's.
  public var language: String?

  public init(
    name: String, url: String, secret: String? = nil, projects: [String]? = nil, format: String? = nil,
    language: String? = nil
  ) {
    self.format = format
    self.language = language
    self.name = name
    self.url = url
    self.secret = secret
    self.projects = projects
  }
}

public struct WebhookView: Codable, Equatable, Sendable {
  public var name: String
  /// Scheme and host; the path and query may be secret and are not shown.
  public var url: String
  public var format: String
  public var language: String
  /// `active`, `paused` or `disabled`.
  public var state: String
  public var reason: String?
  public var projects: [String]
  public var pending: Int
  public var delivered: Int
  public var dead: Int
  /// Only in the answer to the request that created it.
  public var secret: String?
  public var revision: Int64

  public init(
    name: String, url: String, format: String = "standard", language: String = "en", state: String, reason: String?,
    projects: [String], pending: Int, delivered: Int,
    dead: Int, secret: String? = nil, revision: Int64
  ) {
    self.name = name
    self.url = url
    self.format = format
    self.language = language
    self.state = state
    self.reason = reason
    self.projects = projects
    self.pending = pending
    self.delivered = delivered
    self.dead = dead
    self.secret = secret
    self.revision = revision
  }
}

/// `POST /v1/webhooks/{name}/test`: what one try gave.
public struct WebhookTestView: Codable, Equatable, Sendable {
  public var delivered: Bool
  public var status: Int?
  public var error: String?
  public var milliseconds: Int

  public init(delivered: Bool, status: Int?, error: String?, milliseconds: Int) {
    self.delivered = delivered
    self.status = status
    self.error = error
    self.milliseconds = milliseconds
  }
}

public struct DeliveryView: Codable, Equatable, Sendable {
  /// `webhook-id`: the same on every try.
  public var id: String
  public var webhook: String
  public var type: String
  public var project: String?
  public var milestone: String?
  /// `pending`, `delivered`, `dead`, `folded` (another message tells it) or `withdrawn`.
  public var state: String
  public var attempts: Int
  public var lastStatus: Int?
  public var lastError: String?
  public var createdAt: String
  public var nextAttempt: String?
  public var finishedAt: String?

  public init(
    id: String, webhook: String, type: String, project: String?, milestone: String?, state: String, attempts: Int,
    lastStatus: Int?, lastError: String?, createdAt: String, nextAttempt: String?, finishedAt: String?
  ) {
    self.id = id
    self.webhook = webhook
    self.type = type
    self.project = project
    self.milestone = milestone
    self.state = state
    self.attempts = attempts
    self.lastStatus = lastStatus
    self.lastError = lastError
    self.createdAt = createdAt
    self.nextAttempt = nextAttempt
    self.finishedAt = finishedAt
  }
}

/// `POST /v1/webhooks/{name}/replay`: one delivery by id, or all that are dead.
public struct ReplayInput: Codable, Equatable, Sendable {
  public var id: String?

  public init(id: String? = nil) { self.id = id }
}

public struct CountView: Codable, Equatable, Sendable {
  public var count: Int

  public init(count: Int) { self.count = count }
}
