import CCurl
import CLinux
import Dispatch
import Glibc

/// libcurl's multi interface, driven by events. Belongs to one queue.
///
/// libcurl names the sockets and the time-out that it waits for; the sockets lie in one set, which one Dispatch source
/// watches, so that whatever became ready in between is handled in one turn and nothing is ever polled.
final class TransferLoop {
  /// What else is to be done on the queue waits no longer than this.
  private static let turnNanoseconds: UInt64 = 1_000_000

  private let queue: DispatchQueue
  private let multi: UnsafeMutableRawPointer
  let sockets: SocketSet
  private var readable: (any DispatchSourceRead)?
  private var timer: (any DispatchSourceTimer)?
  /// When libcurl wants to be called for its time-outs; nanoseconds of the monotonic clock.
  private var wanted: UInt64?
  /// When the timer fires: at `wanted` or before, since moving it for each request costs more than a call too many.
  private var armed: UInt64?
  /// Told of each transfer that has ended, and how.
  var onDone: (Transfer, CURLcode) -> Void = { _, _ in }
  /// Called at the end of each turn.
  var onTurn: () -> Void = {}

  /// Nil when the system has no memory or descriptors left.
  init?(queue: DispatchQueue, connectionsMax: Int) {
    guard TransferLoop.isCurlReady, let sockets = SocketSet(), let multi = curl_multi_init() else { return nil }
    self.queue = queue
    self.sockets = sockets
    self.multi = multi
    let me = Unmanaged.passUnretained(self).toOpaque()
    milepost_multi_set_socket(multi, TransferLoop.onSocket, me)
    milepost_multi_set_timer(multi, TransferLoop.onTimer, me)
    keep(connections: connectionsMax)
  }

  deinit {
    milepost_multi_set_socket(multi, nil, nil)
    milepost_multi_set_timer(multi, nil, nil)
    // Connections that are kept end here; `sockets` is told of each.
    curl_multi_cleanup(multi)
  }

  /// libcurl's own set-up, once in a process.
  private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  func start() {
    let me = Confined(self, to: queue)
    let readable = DispatchSource.makeReadSource(fileDescriptor: sockets.descriptor, queue: queue)
    readable.setEventHandler { @Sendable in me.use { $0.turn() } }
    readable.activate()
    self.readable = readable
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { @Sendable in
      me.use { loop in
        loop.armed = nil
        loop.turn()
      }
    }
    timer.activate()
    self.timer = timer
  }

  /// Ends the loop's hold on itself; transfers must have been removed before.
  func stop() {
    readable?.cancel()
    timer?.cancel()
    readable = nil
    timer = nil
    onDone = { _, _ in }
    onTurn = {}
  }

  /// Connections that are kept open for later requests.
  func keep(connections: Int) { milepost_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections) }

  /// Hands a transfer to libcurl; `advance` then sets it going. False if libcurl refuses it.
  func add(_ transfer: Transfer) -> Bool { curl_multi_add_handle(multi, transfer.easy) == CURLM_OK }

  /// Takes a transfer back before its end.
  func remove(_ transfer: Transfer) { curl_multi_remove_handle(multi, transfer.easy) }

  /// Runs what libcurl wants done now, and sees to it that it is called at its next time-out.
  func advance() {
    var running: Int32 = 0
    var rounds = 0
    // Bounded: libcurl may ask for “at once” again and again.
    while let wanted, wanted <= DispatchTime.now().uptimeNanoseconds, rounds < 100 {
      self.wanted = nil
      curl_multi_socket_action(multi, CURL_SOCKET_BAD, 0, &running)
      rounds += 1
    }
    harvest()
    guard let wanted, armed.map({ wanted < $0 }) ?? true else { return }
    armed = wanted
    timer?.schedule(deadline: DispatchTime(uptimeNanoseconds: wanted), leeway: .milliseconds(1))
  }

  /// Stays for the answers that come within a millisecond: to be woken for each by Dispatch costs two changes of threads,
  /// more than a request does.
  private func turn() {
    let end = DispatchTime.now().uptimeNanoseconds + TransferLoop.turnNanoseconds
    var running: Int32 = 0
    func act(_ socket: Int32, _ what: Int32) {
      curl_multi_socket_action(multi, socket, TransferLoop.selected(what), &running)
    }
    var count = sockets.wait(milliseconds: 0, act)
    repeat {
      advance()
      onTurn()
      guard running > 0, DispatchTime.now().uptimeNanoseconds < end else { return }
      count = sockets.wait(milliseconds: 1, act)
    } while count > 0
  }

  private func harvest() {
    var code = CURLE_OK
    while let easy = milepost_multi_next_done(multi, &code) {
      curl_multi_remove_handle(multi, easy)
      guard let context = milepost_easy_get_private(easy) else { continue }
      onDone(Transfer.of(context), code)
    }
  }

  private static func selected(_ what: Int32) -> Int32 {
    var selected: Int32 = 0
    if what & Int32(MILEPOST_READABLE) != 0 { selected |= CURL_CSELECT_IN }
    if what & Int32(MILEPOST_WRITABLE) != 0 { selected |= CURL_CSELECT_OUT }
    if what & Int32(MILEPOST_BROKEN) != 0 { selected |= CURL_CSELECT_ERR }
    return selected
  }
}

/// What libcurl calls, with the loop as the context: it owns the multi handle and outlives it.
extension TransferLoop {
  private static let onSocket: curl_socket_callback = { _, socket, what, context, _ in
    guard let context else { return -1 }
    let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeUnretainedValue()
    switch what {
    case CURL_POLL_REMOVE:
      loop.sockets.forget(socket)
      return 0
    case CURL_POLL_IN: return loop.watch(socket, MILEPOST_READABLE)
    case CURL_POLL_OUT: return loop.watch(socket, MILEPOST_WRITABLE)
    default: return loop.watch(socket, MILEPOST_READABLE | MILEPOST_WRITABLE)
    }
  }

  private func watch(_ socket: Int32, _ mask: Int) -> Int32 { sockets.watch(socket, for: Int32(mask)) ? 0 : -1 }

  private static let onTimer: curl_multi_timer_callback = { _, milliseconds, context in
    guard let context else { return -1 }
    let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeUnretainedValue()
    loop.wanted =
      milliseconds < 0 ? nil : DispatchTime.now().uptimeNanoseconds + UInt64(milliseconds) * 1_000_000
    return 0
  }
}
