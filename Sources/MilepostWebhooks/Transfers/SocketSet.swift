import CCurl
import CLinux
import Glibc

/// The sockets that libcurl waits for, in one set of the system's. Belongs to one queue.
///
/// libcurl takes a socket out at the end of each request and names it again at the beginning of the next. Between the
/// two a connection that is kept stays in the set here, which spares two calls of the system for each request: a quarter
/// of what a small one costs libcurl and the system. Should the receiver close it meanwhile, it leaves the set when that
/// shows.
final class SocketSet {
  private static let eventsMax: Int32 = 256

  /// What is known of a descriptor.
  private struct Watch {
    /// What the system watches it for; 0: it is not in the set.
    var mask: Int32 = 0
    /// Opened through `opened`, so that its end will be told: its number cannot become another's unnoticed.
    var isOwn = false
    /// In the set, but libcurl does not wait for it.
    var isIdle = false
  }

  /// The set itself: readable when one of the sockets is ready.
  let descriptor: Int32
  private var watches: [Watch] = []
  private let ready = UnsafeMutablePointer<milepost_ready>.allocate(capacity: Int(eventsMax))

  /// Nil when the system has no descriptors left.
  init?() {
    descriptor = milepost_sockets_open()
    guard descriptor >= 0 else {
      ready.deallocate()
      return nil
    }
  }

  deinit {
    Glibc.close(descriptor)
    ready.deallocate()
  }

  /// A connection's socket has been made.
  func opened(_ socket: Int32) { self[socket] = Watch(isOwn: true) }

  /// Ends a connection's socket.
  func close(_ socket: Int32) -> Int32 {
    self[socket] = Watch()
    return Glibc.close(socket)
  }

  /// From now on libcurl waits for this (a sum of `MILEPOST_READABLE` and `MILEPOST_WRITABLE`). False when the system
  /// refuses.
  func watch(_ socket: Int32, for mask: Int32) -> Bool {
    var watch = self[socket]
    watch.isIdle = false
    if watch.mask != mask || !watch.isOwn {
      guard milepost_sockets_watch(descriptor, socket, mask, watch.mask == 0 ? 1 : 0) == 0 else { return false }
      watch.mask = mask
    }
    self[socket] = watch
    return true
  }

  /// libcurl waits for it no more. Only what has waited for an answer is a connection that may serve again.
  func forget(_ socket: Int32) {
    if self[socket].isOwn, self[socket].mask == Int32(MILEPOST_READABLE) {
      self[socket].isIdle = true
    } else {
      remove(socket)
    }
  }

  /// Waits so many milliseconds for the first to be ready, and calls `act` for each that is. Returns how many there were.
  func wait(milliseconds: Int32, _ act: (_ socket: Int32, _ what: Int32) -> Void) -> Int {
    let count = Int(milepost_sockets_ready(descriptor, ready, SocketSet.eventsMax, milliseconds))
    for index in 0..<count {
      let (socket, what) = (ready[index].socket, ready[index].what)
      if self[socket].isIdle { remove(socket) } else { act(socket, what) }
    }
    return count
  }

  private func remove(_ socket: Int32) {
    milepost_sockets_forget(descriptor, socket)
    self[socket] = Watch(isOwn: self[socket].isOwn)
  }

  private subscript(socket: Int32) -> Watch {
    get { watches.indices.contains(Int(socket)) ? watches[Int(socket)] : Watch() }
    set {
      if watches.count <= Int(socket) {
        watches += Array(repeating: Watch(), count: Int(socket) + 1 - watches.count)
      }
      watches[Int(socket)] = newValue
    }
  }
}

extension SocketSet {
  /// What libcurl calls to end a connection's socket, with the set as its context: the set outlives the connections.
  static let onCloseSocket: curl_closesocket_callback = { context, socket in
    guard let context else { return Glibc.close(socket) }
    return Unmanaged<SocketSet>.fromOpaque(context).takeUnretainedValue().close(socket)
  }
}
