import Hummingbird
import MilepostCore
import NIOCore

/// What a request brings along: its connection, and who is at the other end.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// Who asks, for the ledger. A change whose author cannot be named is not made.
  func author() async throws -> String {
    let channel = channel
    let caller = try await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: PeerHandler.self).caller
    }.get()
    guard let caller else {
      throw Refusal(
        .unavailable, en: "The kernel does not say who is calling, so nothing can be changed.",
        zh: "系统未能确认调用者身份，因此不能作任何更改。")
    }
    return await caller.author()
  }

  /// A name out of the path, percent signs decoded.
  func name(_ parameter: String) throws -> String {
    let raw = try parameters.require(parameter)
    return PercentCoding.decoded(raw) ?? raw
  }
}
