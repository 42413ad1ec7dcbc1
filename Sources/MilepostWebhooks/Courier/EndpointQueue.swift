/// Jobs that wait for one endpoint, and how many of them may be under way. Belongs to one queue.
///
/// The window begins small, opens by one with each answer and halves with each try that the endpoint did not answer or
/// wished later (slow start; additive increase, multiplicative decrease), so that one that hangs holds few connections of
/// those that all endpoints share, and soon a single one, and one that comes back is not overrun.
final class EndpointQueue {
  let endpointID: Int64
  var waiting = FIFO<DeliveryJob>()
  var underWay = 0
  /// Whether it stands in the line of endpoints that may start a request.
  var isInLine = false
  /// Whether it was withdrawn, and nothing has come for it since: it may be gone for good.
  var isWithdrawn = false
  /// Who signed for it last, and with which secrets.
  var signer: (key: SignerKey, made: Signer)?
  private var window: Int
  private var ceiling: Int

  init(endpointID: Int64, concurrency: Int, firstWindow: Int) {
    self.endpointID = endpointID
    ceiling = max(1, concurrency)
    window = min(ceiling, max(1, firstWindow))
  }

  var mayStart: Bool { underWay < window && !waiting.isEmpty }
  var isIdle: Bool { underWay == 0 && waiting.isEmpty }
  /// Whether it has shown that it answers; one that has not keeps its small window while it is idle.
  private var isWide: Bool { window == ceiling }
  /// Whether nothing about it is worth keeping.
  var isForgettable: Bool { isIdle && !isInLine && (isWide || isWithdrawn) }

  func limit(to concurrency: Int) {
    ceiling = max(1, concurrency)
    window = min(window, ceiling)
  }

  func learn(isHealthy: Bool) {
    window = isHealthy ? min(ceiling, window + 1) : max(1, window / 2)
  }
}
