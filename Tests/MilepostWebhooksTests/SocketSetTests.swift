import CLinux
import Glibc
import MilepostTestSupport
import Testing

@testable import MilepostWebhooks

/// What libcurl waits for is told, and nothing else, however it names and drops its sockets.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SocketSetTests {
  private static let readable = Int32(MILEPOST_READABLE)
  private static let writable = Int32(MILEPOST_WRITABLE)

  private let set: SocketSet

  init() throws { set = try #require(SocketSet()) }

  /// Two sockets that are each other's ends. Ours has a number so high that no other test's takes its place when it is
  /// closed; `number` says which.
  private func pair(as number: Int32? = nil) -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let ours = number.map { dup2(ends[0], $0) } ?? fcntl(ends[0], F_DUPFD, 900)
    #expect(ours >= 900 && close(ends[0]) == 0)
    return (ours, ends[1])
  }

  /// The sockets of which something is told now, and how many the system has named.
  private func told() -> (sockets: [Int32], named: Int) {
    var sockets: [Int32] = []
    let named = set.wait(milliseconds: 0) { socket, _ in sockets.append(socket) }
    return (sockets, named)
  }

  private func say(on socket: Int32) { #expect(write(socket, "x", 1) == 1) }

  @Test("An answer on a connection that serves again is told")
  func again() {
    let (ours, theirs) = pair()
    set.opened(ours)
    for _ in 1...3 {
      #expect(set.watch(ours, for: SocketSetTests.readable))
      say(on: theirs)
      #expect(told().sockets == [ours])
      var byte: UInt8 = 0
      #expect(read(ours, &byte, 1) == 1)
      set.forget(ours)
    }
    #expect(set.close(ours) == 0 && close(theirs) == 0)
  }

  @Test("A receiver that ends a connection at rest wakes the loop once, and the connection can still be asked for")
  func endedAtRest() {
    let (ours, theirs) = pair()
    set.opened(ours)
    #expect(set.watch(ours, for: SocketSetTests.readable))
    set.forget(ours)
    #expect(told() == ([], 0))
    #expect(close(theirs) == 0)
    #expect(told() == ([], 1))
    #expect(told() == ([], 0), "the loop would spin")
    #expect(set.watch(ours, for: SocketSetTests.readable))
    #expect(told().sockets == [ours])
    #expect(set.close(ours) == 0)
  }

  @Test("A number that another socket takes over is watched anew")
  func reused() {
    let (ours, theirs) = pair()
    set.opened(ours)
    #expect(set.watch(ours, for: SocketSetTests.readable))
    set.forget(ours)
    #expect(set.close(ours) == 0)
    // What libcurl makes for itself, to hear of a name that is looked up, is not told as opened.
    let (other, theirOther) = pair(as: ours)
    #expect(set.watch(other, for: SocketSetTests.readable))
    say(on: theirOther)
    #expect(told().sockets == [other])
    set.forget(other)
    #expect(told() == ([], 0))
    for socket in [other, theirs, theirOther] { #expect(close(socket) == 0) }
  }

  @Test("A socket that never got as far as waiting for an answer leaves at once, whoever closes it")
  func neverConnected() {
    let (ours, theirs) = pair()
    set.opened(ours)
    #expect(set.watch(ours, for: SocketSetTests.writable))
    #expect(told().sockets == [ours])
    set.forget(ours)
    #expect(told() == ([], 0))
    #expect(close(ours) == 0)
    let (other, theirOther) = pair(as: ours)
    #expect(set.watch(other, for: SocketSetTests.writable))
    #expect(told().sockets == [other])
    for socket in [other, theirs, theirOther] { #expect(close(socket) == 0) }
  }

  @Test("Connections that break while names are looked up lose no answer")
  func breaking() async throws {
    let receiver = try await Receiver { _, number in number % 3 == 1 ? .close : .status(204) }
    let harness = try CourierHarness({ $0.totalTimeoutMs = 5000 }, allow: ["127.0.0.0/8", "::1/128"])
    let url = "http://localhost:\(receiver.port)/hook"
    for endpoint in 1...4 {
      harness.send(CourierHarness.jobs(100, to: url, endpoint: Int64(endpoint), from: Int64(endpoint * 1000)))
    }
    try await harness.outbox.wait { $0.results.count { $0.decision == .delivered } == 400 }
    #expect(harness.outbox.results.allSatisfy { $0.error != "timed out" })
    await harness.courier.stop(within: 1000)
    try await receiver.stop()
  }
}
