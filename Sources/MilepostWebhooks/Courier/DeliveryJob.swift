import MilepostCore

/// One message to one endpoint, and the try that it is.
package struct DeliveryJob: Sendable {
  package let id: Int64
  package let endpointID: Int64
  /// May hold a token; never shown.
  package let url: String
  package let secret: String
  /// `webhook-id`: the same on every try.
  package let messageID: String
  package let body: String
  /// Counted from 1.
  package let attempt: Int
  /// Requests to this endpoint under way at once, at most.
  package let concurrency: Int
  package let format: MessageFormat
  package let language: MessageLanguage
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

  package init(
    id: Int64, endpointID: Int64, url: String, secret: String, messageID: String, body: String, attempt: Int,
    concurrency: Int, format: MessageFormat = .standard, language: MessageLanguage = .en, dueAt: Instant? = nil,
    isPing: Bool = false
  ) {
    self.dueAt = dueAt
    self.isPing = isPing
    self.format = format
    self.language = language
    self.id = id
    self.endpointID = endpointID
    self.url = url
    self.secret = secret
    self.messageID = messageID
    self.body = body
    self.attempt = attempt
    self.concurrency = concurrency
  }
}

extension DeliveryJob {
  /// It carries the headers of Standard Webhooks.
  var isSigned: Bool { !isPing && format.signing == .headers }
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
  /// The receiver asked for fewer messages, in words of its own.
  package var isThrottled = false
  /// The job's, for the log and the measures.
  package var messageID: String
  package var dueAt: Instant?

  package init(
    jobID: Int64, endpointID: Int64, attempt: Int, decision: Decision, status: Int?, error: String?,
    startedAt: Instant, durationMs: Int64, responseHead: String?, messageID: String = "", dueAt: Instant? = nil
  ) {
    self.messageID = messageID
    self.dueAt = dueAt
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
}

/// Jobs to do, and when there will be more.
package struct DeliveryBatch: Sendable {
  package var jobs: [DeliveryJob]
  /// When to ask again; nil: when woken.
  package var nextAttempt: Instant?

  package init(jobs: [DeliveryJob], nextAttempt: Instant?) {
    self.jobs = jobs
    self.nextAttempt = nextAttempt
  }
}

/// Where jobs come from and results go.
package protocol DeliverySource: Sendable {
  /// Records results and hands out at most `limit` jobs that are due, durably, in one transaction. Called on a queue of
  /// its own, one call at a time. When it throws, the same results come again.
  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch
}
