/// A connection that bytes go through, blocking, with a bound on every wait. It closes when it is let go.
protocol ByteChannel: AnyObject {
  /// Sends all of `bytes`.
  func send(_ bytes: [UInt8]) throws(ClientFailure)
  /// The next bytes, at least one; none when the other side has closed.
  func receive(atMost limit: Int) throws(ClientFailure) -> [UInt8]
}
