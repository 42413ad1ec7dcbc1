import Glibc
import MilepostCore
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP/1.1 server on loopback that answers each request as a test wants, and keeps what it was sent.
package final class Receiver: Sendable {
  package struct Request: Sendable {
    let head: HTTPRequestHead
    package var body: String
    /// Counted from 0, in the order in which they were opened.
    package var connection: Int

    package var method: String { head.method.rawValue }
    package var path: String { head.uri }

    package subscript(_ header: String) -> String? { head.headers.first(name: header) }
  }

  package enum Answer: Sendable {
    case status(Int, headers: [String: String] = [:], body: String = "")
    /// Nothing, until `release` answers 204 for all that wait.
    case hang
    case close
    /// An end without the usual farewell.
    case reset
    /// A head that promises a body, of which a byte comes every 20 ms.
    case drip
    /// A body in chunks that never ends.
    case flood(status: Int)
    /// Bytes that are no HTTP.
    case garbage
  }

  private struct State {
    var requests: [Request] = []
    /// Of the requests, those that `tell` was called for.
    var told = 0
    var connections = 0
    var underWay = 0
    var mostUnderWay = 0
    var hanging: [@Sendable () -> Void] = []
    var waiters: [(count: Int, resume: @Sendable () -> Void)] = []
  }

  private let state = Mutex(State())
  private let answer: @Sendable (Request, Int) -> Answer
  private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let channel = Mutex<(any Channel)?>(nil)

  /// `answer` is asked for each request, with its number from 0.
  package init(port: Int = 0, answer: @escaping @Sendable (Request, Int) -> Answer = { _, _ in .status(204) })
    async throws
  {
    self.answer = answer
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.backlog, value: 1024)
      .childChannelInitializer { [self] channel in
        channel.pipeline.configureHTTPServerPipeline(withErrorHandling: false).flatMapThrowing {
          try channel.pipeline.syncOperations.addHandler(ReceiverHandler(receiver: self, connection: self.opened()))
        }
      }
    let bound = try await bootstrap.bind(host: "127.0.0.1", port: port).get()
    channel.withLock { $0 = bound }
  }

  package var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
  package var url: String { "http://127.0.0.1:\(port)/hook?token=geheim" }
  package var requests: [Request] { state.withLock { $0.requests } }
  package var connections: Int { state.withLock { $0.connections } }
  /// Requests that waited for their answer at one time, at most.
  package var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

  /// The requests, once there are `count`; an error after so many seconds.
  package func requests(_ count: Int, within seconds: Double = 20) async throws -> [Request] {
    let isThere = await Bound.wait(seconds: seconds) { resume in
      let now = state.withLock { state -> Bool in
        if state.told >= count { return true }
        state.waiters.append((count, resume))
        return false
      }
      if now { resume() }
    }
    let requests = requests
    guard isThere else { throw Late(wanted: count, got: requests.count) }
    return requests
  }

  /// Answers what hangs with 204.
  package func release() {
    let hanging = state.withLock { state in
      defer { state.hanging = [] }
      return state.hanging
    }
    for answer in hanging { answer() }
  }

  package func stop() async throws {
    let bound = channel.withLock { $0 }
    try? await bound?.close()
    try await group.shutdownGracefully()
  }

  package struct Late: Error, CustomStringConvertible {
    let wanted: Int
    let got: Int
    package var description: String { "\(wanted) requests were to come in time; \(got) did" }
  }

  private func opened() -> Int {
    state.withLock { state in
      defer { state.connections += 1 }
      return state.connections
    }
  }

  fileprivate func took(_ request: Request) -> Answer {
    let number = state.withLock { state in
      state.requests.append(request)
      state.underWay += 1
      state.mostUnderWay = max(state.mostUnderWay, state.underWay)
      return state.requests.count - 1
    }
    return answer(request, number)
  }

  /// Called when a request has its answer, or is on hold: whoever waits for it may go on.
  fileprivate func tell() {
    let ready = state.withLock { state in
      state.told += 1
      let told = state.told
      let ready = state.waiters.filter { $0.count <= told }
      state.waiters.removeAll { $0.count <= told }
      return ready
    }
    for waiter in ready { waiter.resume() }
  }

  fileprivate func hold(_ answer: @escaping @Sendable () -> Void) { state.withLock { $0.hanging.append(answer) } }

  fileprivate func ended() { state.withLock { $0.underWay -= 1 } }
}

private final class ReceiverHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let receiver: Receiver
  private let connection: Int
  private var head: HTTPRequestHead?
  private var body = ""
  private var isUnderWay = false

  init(receiver: Receiver, connection: Int) {
    self.receiver = receiver
    self.connection = connection
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = ""
    case .body(let bytes): body += String(buffer: bytes)
    case .end:
      guard let head else { return }
      isUnderWay = true
      give(receiver.took(Receiver.Request(head: head, body: body, connection: connection)), context)
      receiver.tell()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func end() {
    if isUnderWay { receiver.ended() }
    isUnderWay = false
  }

  private func give(_ answer: Receiver.Answer, _ context: ChannelHandlerContext) {
    switch answer {
    case .status(let status, let headers, let body):
      let buffer = context.channel.allocator.buffer(string: body)
      var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
      if status != 204 { fields.replaceOrAdd(name: "content-length", value: "\(buffer.readableBytes)") }
      write(status, fields, context)
      if status != 204 { context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil) }
      end()
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .hang:
      let loop = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      let eventLoop = context.eventLoop
      receiver.hold { eventLoop.execute { loop.value.0.give(.status(204), loop.value.1) } }
    case .close: context.close(promise: nil)
    case .reset:
      let channel = context.channel
      (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        .whenComplete { _ in channel.close(promise: nil) }
    case .drip:
      write(200, HTTPHeaders([("content-length", "100000")]), context)
      drip(context)
    case .flood(let status):
      write(status, HTTPHeaders([("transfer-encoding", "chunked")]), context)
      flood(context, left: 4096)
    case .garbage:
      let head = context.channel.allocator.buffer(string: "ceci n'est pas du HTTP\r\n\r\n")
      // Past the encoder: straight to the socket.
      let encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
      encoder?.writeAndFlush(NIOAny(head), promise: nil)
      encoder?.close(promise: nil)
    }
  }

  private func write(_ status: Int, _ headers: HTTPHeaders, _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func drip(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let byte = context.channel.allocator.buffer(string: ".")
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(byte))), promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(20)) { [self] in drip(context) }
  }

  /// 64 MiB at most, so that a sender that reads on and on comes to an end too.
  private func flood(_ context: ChannelHandlerContext, left: Int) {
    guard left > 0, context.channel.isActive else { return }
    let chunk = context.channel.allocator.buffer(repeating: 0x2E, count: 16_384)
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk)))).assumeIsolated().whenSuccess { [self] in
      flood(context, left: left - 1)
    }
  }
}
