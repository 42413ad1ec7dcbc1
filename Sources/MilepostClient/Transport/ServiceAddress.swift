/// Where the service listens. Another way to it (TCP, say) is another case here and another `ByteChannel`.
package enum ServiceAddress: Hashable, Sendable {
  case unixSocket(path: String)

  package static let standard = ServiceAddress.unixSocket(path: "/run/milepost/milepost.sock")

  /// The address that `option` names, else the environment, else the standard one.
  package init(option: String?, environment: [String: String]) {
    let given = [option, environment["MILEPOST_SOCKET"]].compactMap { $0 }.first { !$0.isEmpty }
    self = given.map { .unixSocket(path: $0) } ?? .standard
  }

  /// Connects, or says why that cannot be done.
  func open(timeoutSeconds: Int) throws(ClientFailure) -> any ByteChannel {
    switch self {
    case .unixSocket(let path): try UnixSocketChannel(path: path, timeoutSeconds: timeoutSeconds)
    }
  }
}
