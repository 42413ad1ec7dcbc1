/// What `POST /v1/webhooks` and, but for name and format, `PATCH /v1/webhooks/{name}` take. What is missing stays as it
/// is, or is usual; an empty text or list clears. A missing secret is made by the service and returned once.
public struct WebhookInput: Codable, Equatable, Sendable {
  public var name: String?
  public var url: String?
  public var secret: String?
  /// Keys of the projects whose alerts go here; missing or empty: all.
  public var projects: [String]?
  /// `standard` (when missing), `cloudevents`, `alertmanager`, `feishu`, `dingtalk`, `wecom`, `slack`, `teams`,
  /// `telegram`, `ntfy`, `email` or `template`.
  public var format: String?
  /// `en` or `zh`; missing: the service's.
  public var language: String?
  /// Values are never shown again.
  public var headers: [String: String]?
  /// `user:password`; never shown again.
  public var basic: String?
  /// A token; never shown again.
  public var bearer: String?
  /// Paths of PEM files on the service's machine.
  public var clientCert: String?
  public var clientKey: String?
  public var caFile: String?
  /// `http://host:port`.
  public var proxy: String?
  public var http2: Bool?
  /// Seconds.
  public var timeout: Int?
  public var concurrency: Int?
  /// `20/1m`, or `off`; missing: what is usual for the format.
  public var rate: String?
  /// Whether messages carry an ed25519 signature beside the HMAC.
  public var ed25519: Bool?
  public var template: String?
  public var contentType: String?
  public var method: String?
  public var from: String?
  public var to: [String]?
  /// `required` (when missing), `optional` or `off`.
  public var mailTls: String?
  /// Register only once a test message has arrived.
  public var test: Bool?
  /// Register also when the test fails, as unproven.
  public var force: Bool?

  public init(name: String? = nil, url: String? = nil, projects: [String]? = nil) {
    self.name = name
    self.url = url
    self.projects = projects
  }
}

/// What an endpoint wants beside the usual; of what is secret, only that it is there.
public struct WebhookOptionsView: Codable, Equatable, Sendable {
  public var headers: [String]?
  /// `basic` or `bearer`.
  public var login: String?
  public var clientCert: String?
  public var clientKey: String?
  public var caFile: String?
  public var proxy: String?
  public var http2: Bool?
  public var timeout: Int?
  /// `whpk_…`: what receivers check ed25519 signatures with.
  public var publicKey: String?
  /// Until then messages carry the old secret's signature too.
  public var oldSecretUntil: String?
  public var template: String?
  public var contentType: String?
  public var method: String?
  public var from: String?
  public var to: [String]?
  public var mailTls: String?
  /// Its test failed when it was registered, and no test has succeeded since.
  public var unproven: Bool?

  public init() {}
}

/// How an endpoint that fails is treated.
public struct WebhookBreakerView: Codable, Equatable, Sendable {
  /// True while only probes go out.
  public var open: Bool
  public var failuresInARow: Int
  public var failingSince: String?
  public var nextProbe: String?

  public init(open: Bool, failuresInARow: Int, failingSince: String?, nextProbe: String?) {
    self.open = open
    self.failuresInARow = failuresInARow
    self.failingSince = failingSince
    self.nextProbe = nextProbe
  }
}

/// `POST /v1/webhooks/{name}/rotate`.
public struct RotateInput: Codable, Equatable, Sendable {
  /// Missing: the service makes one.
  public var secret: String?
  /// How long the old one signs too, such as `24h` (when missing).
  public var overlap: String?

  public init(secret: String? = nil, overlap: String? = nil) {
    self.secret = secret
    self.overlap = overlap
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
  public var concurrency: Int
  /// What is kept of messages within a time: `20/1m`, or `off`.
  public var rate: String
  public var options: WebhookOptionsView?
  /// Missing while nothing is amiss.
  public var breaker: WebhookBreakerView?
  public var revision: Int64

  public init(
    name: String, url: String, format: String = "standard", language: String = "en", state: String, reason: String?,
    projects: [String], pending: Int, delivered: Int,
    dead: Int, secret: String? = nil, concurrency: Int = 16, rate: String = "off",
    options: WebhookOptionsView? = nil, breaker: WebhookBreakerView? = nil, revision: Int64
  ) {
    self.concurrency = concurrency
    self.rate = rate
    self.options = options
    self.breaker = breaker
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

/// A receiver's status in words.
public enum AnswerStatus {
  /// What a mail server answers to what it has taken (RFC 5321); HTTP has no such status.
  private static let mailTaken = 250

  public static func text(_ status: Int) -> String { status == mailTaken ? "SMTP \(status)" : "HTTP \(status)" }
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
  /// Where they were asked for.
  public var tries: [AttemptView]?

  public init(
    id: String, webhook: String, type: String, project: String?, milestone: String?, state: String, attempts: Int,
    lastStatus: Int?, lastError: String?, createdAt: String, nextAttempt: String?, finishedAt: String?,
    tries: [AttemptView]? = nil
  ) {
    self.tries = tries
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

/// `GET /v1/webhooks/{name}/deliveries/{id}`, and of lists with `attempts=true`: one try over the wire.
public struct AttemptView: Codable, Equatable, Sendable {
  public var number: Int
  public var startedAt: String
  public var milliseconds: Int
  public var status: Int?
  public var error: String?
  /// The first KiB of the answer.
  public var answer: String?

  public init(number: Int, startedAt: String, milliseconds: Int, status: Int?, error: String?, answer: String?) {
    self.number = number
    self.startedAt = startedAt
    self.milliseconds = milliseconds
    self.status = status
    self.error = error
    self.answer = answer
  }
}

/// `POST /v1/webhooks/{name}/replay`: one delivery by id, all that were created in a span of time, of these only what
/// failed, or (empty) all that are dead.
public struct ReplayInput: Codable, Equatable, Sendable {
  public var id: String?
  /// RFC 3339, or a date.
  public var since: String?
  public var until: String?
  /// Only what was given up.
  public var failed: Bool?

  public init(id: String? = nil, since: String? = nil, until: String? = nil, failed: Bool? = nil) {
    self.id = id
    self.since = since
    self.until = until
    self.failed = failed
  }
}

public struct CountView: Codable, Equatable, Sendable {
  public var count: Int

  public init(count: Int) { self.count = count }
}
