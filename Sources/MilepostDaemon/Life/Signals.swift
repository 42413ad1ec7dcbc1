import Dispatch
import Glibc
import Synchronization

/// What others ask of the service from outside.
package enum ServiceRequest: Equatable, Sendable {
  case stop
  case reload
}

/// Turns signals into requests: SIGTERM and SIGINT stop the service, SIGHUP has it read its settings again.
///
/// Who asks twice to stop means at once: the second time the signal ends the process, as it would end any other.
package final class Signals {
  package let requests: AsyncStream<ServiceRequest>
  private let sources: [any DispatchSourceSignal]

  package init() {
    let (requests, continuation) = AsyncStream.makeStream(of: ServiceRequest.self)
    self.requests = requests
    let queue = DispatchQueue(label: "milepost.signals", qos: .userInitiated)
    let stopping = Flag()
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { @Sendable in
        guard number != SIGHUP else { return _ = continuation.yield(.reload) }
        if stopping.raise() { Signals.end(by: number) }
        continuation.yield(.stop)
      }
      source.activate()
      return source
    }
    // A receiver or a caller that hangs up shows as an error of the write; it must not end the service.
    signal(SIGPIPE, SIG_IGN)
  }

  private static func end(by number: Int32) {
    signal(number, SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
  }
}

private final class Flag: Sendable {
  private let raised = Atomic(false)

  /// True when it was up already.
  func raise() -> Bool { raised.exchange(true, ordering: .relaxed) }
}
