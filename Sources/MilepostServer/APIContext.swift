import Hummingbird
import MilepostCore
import NIOCore

/// What a request brings along: its connection, and who is at the other end.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// Set before a route's handler runs; nobody on routes that are open to all.
  var principal = Principal.nobody

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// Who asks, for the ledger. A change whose author cannot be named is not made.
  func author() async throws -> String { try await principal.author() }

  /// A name out of the path, percent signs decoded.
  func name(_ parameter: String) throws -> String {
    let raw = try parameters.require(parameter)
    return PercentCoding.decoded(raw) ?? raw
  }
}
