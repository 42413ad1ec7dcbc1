import MilepostCore

/// Where messages go, and how: what all of one endpoint have in common.
package final class JobTarget: Sendable {
  package let endpointID: Int64
  /// May hold a token; never shown.
  package let url: String
  package let secret: String
  /// Requests to this endpoint under way at once, at most.
  package let concurrency: Int
  package let format: MessageFormat
  package let language: MessageLanguage
  /// Nil: nothing beside the usual.
  package let options: JobOptions?

  package init(
    endpointID: Int64, url: String, secret: String, concurrency: Int, format: MessageFormat, language: MessageLanguage,
    options: JobOptions?
  ) {
    self.endpointID = endpointID
    self.url = url
    self.secret = secret
    self.concurrency = concurrency
    self.format = format
    self.language = language
    self.options = options
  }
}

/// One message to one endpoint, and the try that it is.
package struct DeliveryJob: Sendable {
  package let id: Int64
  package let target: JobTarget
  /// `webhook-id`: the same on every try.
  package let messageID: String
  package let body: String
  /// Counted from 1.
  package let attempt: Int
  /// Tries before this one that do not count; with `attempt` they number it.
  package let uncounted: Int
  /// It asks whether an endpoint that failed is there again.
  package let isProbe: Bool
  /// When its alert was due, by the machine's clock; nil when nothing was.
  package let dueAt: Instant?
  /// It is a plain request and no message: unsigned, in no receiver's form, a GET when it has no body.
  package let isPing: Bool

  /// A plain request, past the outbox.
  package init(ping url: String, body: String) {
    self.init(
      id: 0, endpointID: 0, url: url, secret: "", messageID: "ping", body: body, attempt: 1, concurrency: 1,
      isPing: true)
  }

  /// One that goes where no other of its batch goes.
  package init(
    id: Int64, endpointID: Int64, url: String, secret: String, messageID: String, body: String, attempt: Int,
    concurrency: Int, format: MessageFormat = .standard, language: MessageLanguage = .en,
    options: JobOptions? = nil, isPing: Bool = false
  ) {
    let target = JobTarget(
      endpointID: endpointID, url: url, secret: secret, concurrency: concurrency, format: format, language: language,
      options: options)
    self.init(id: id, to: target, messageID: messageID, body: body, attempt: attempt, isPing: isPing)
  }

  package init(
    id: Int64, to target: JobTarget, messageID: String, body: String, attempt: Int, uncounted: Int = 0,
    isProbe: Bool = false, dueAt: Instant? = nil, isPing: Bool = false
  ) {
    self.id = id
    self.target = target
    self.messageID = messageID
    self.body = body
    self.attempt = attempt
    self.uncounted = uncounted
    self.isProbe = isProbe
    self.dueAt = dueAt
    self.isPing = isPing
  }

  package var endpointID: Int64 { target.endpointID }
  package var url: String { target.url }
  package var secret: String { target.secret }
  package var concurrency: Int { target.concurrency }
  package var format: MessageFormat { target.format }
  package var language: MessageLanguage { target.language }
  package var options: JobOptions? { target.options }
}

extension DeliveryJob {
  /// It carries the headers of Standard Webhooks.
  var isSigned: Bool { !isPing && format.signing == .headers }
}

/// An endpoint's options, with what must be made of them once and not for each message.
package final class JobOptions: Sendable {
  package let value: EndpointOptions
  let template: MessageTemplate?

  /// A template that can no longer be read leaves messages as they are stored.
  package init(_ value: EndpointOptions) {
    self.value = value
    template = value.template.flatMap { try? MessageTemplate($0) }
  }
}

/// What becomes of a delivery after a try.
package enum Decision: Hashable, Sendable {
  case delivered
  case retry(at: Instant)
  case dead
  /// The receiver answered 410: neither this nor anything else is wanted there.
  case gone
  /// Not tried: the courier gives it back as it was.
  case withdrawn
}

/// What one try gave.
package struct AttemptResult: Sendable {
  package var jobID: Int64
  package var endpointID: Int64
  package var attempt: Int
  package var decision: Decision
  /// The receiver's HTTP status; nil when there was none.
  package var status: Int?
  /// Why it was no success, in a few words that hold no address.
  package var error: String?
  package var startedAt: Instant
  package var durationMs: Int64
  /// The first bytes of the receiver's answer.
  package var responseHead: String?
  /// It answered with an error code of its own.
  package var isFaulted = false
  /// The receiver asked for fewer messages: by its status, or in words of its own.
  package var isThrottled = false
  /// The job's, for the log and the measures.
  package var messageID: String
  package var dueAt: Instant?

  /// How long it asked to be left alone; milliseconds.
  package var holdMs: Int64?
  /// Tries before this one that did not count.
  package var uncounted = 0
  package var isProbe = false

  package init(
    jobID: Int64, endpointID: Int64, attempt: Int, decision: Decision, status: Int?, error: String?,
    startedAt: Instant, durationMs: Int64, responseHead: String?, uncounted: Int = 0, isProbe: Bool = false,
    messageID: String = "", dueAt: Instant? = nil
  ) {
    self.messageID = messageID
    self.dueAt = dueAt
    self.uncounted = uncounted
    self.isProbe = isProbe
    self.jobID = jobID
    self.endpointID = endpointID
    self.attempt = attempt
    self.decision = decision
    self.status = status
    self.error = error
    self.startedAt = startedAt
    self.durationMs = durationMs
    self.responseHead = responseHead
  }

  /// Whether it is one of the tries after which a delivery is given up: being asked to wait and probing are none.
  package var isCounted: Bool {
    if case .retry = decision { return !isThrottled && !isProbe }
    return true
  }
}

/// Jobs to do, and when there will be more.
package struct DeliveryBatch: Sendable {
  package var jobs: [DeliveryJob]
  /// When to ask again; nil: when woken.
  package var nextAttempt: Instant?
  /// Endpoints whose jobs are to be given back untried: they are to be left alone.
  package var halted: Set<Int64>

  package init(jobs: [DeliveryJob], nextAttempt: Instant?, halted: Set<Int64> = []) {
    self.jobs = jobs
    self.nextAttempt = nextAttempt
    self.halted = halted
  }
}

/// Where jobs come from and results go.
package protocol DeliverySource: Sendable {
  /// Records results and hands out at most `limit` jobs that are due, durably, in one transaction. Called on a queue of
  /// its own, one call at a time. When it throws, the same results come again.
  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch
}
