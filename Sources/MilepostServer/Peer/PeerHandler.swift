import CLinux
import NIOCore

/// Asks the kernel, when a connection is made, who is at its other end (`SO_PEERCRED`).
///
/// The answer is of that moment and holds for as long as the connection does, whatever the process becomes.
final class PeerHandler: ChannelInboundHandler, RemovableChannelHandler {
  /// Requests pass through untouched.
  typealias InboundIn = Never

  private(set) var caller: Caller?

  func handlerAdded(context: ChannelHandlerContext) {
    let found = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
      of: NIOBSDSocket.Handle.self
    ) { socket -> Caller? in
      var peer = milepost_peer()
      return milepost_peer_of(socket, &peer) == 0 ? Caller(uid: peer.uid) : nil
    }
    caller = found.flatMap { $0 }
  }
}

@available(*, unavailable)
extension PeerHandler: Sendable {}
