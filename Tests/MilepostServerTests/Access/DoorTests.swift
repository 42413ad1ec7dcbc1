import MilepostCore
import MilepostWebhooks
import Testing

@testable import MilepostServer

@Suite struct DoorTests {
  @Test(
    "An address to listen at is one of this machine, and a port",
    arguments: [
      ("8470", "127.0.0.1:8470", true), (":8470", "127.0.0.1:8470", true), ("localhost:1", "127.0.0.1:1", true),
      ("[::1]:8470", "[::1]:8470", true), ("0.0.0.0:8470", "0.0.0.0:8470", false), ("[::]:1", "[::]:1", false),
      ("192.0.2.1:443", "192.0.2.1:443", false),
    ])
  func addresses(_ text: String, _ shown: String, _ isLoopback: Bool) throws {
    let address = try ListenAddress(text)
    #expect(address.text == shown && address.isLoopback == isLoopback)
  }

  @Test(
    "Anything else is refused",
    arguments: ["", "example.org:80", "::1:80", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:x", "[127.0.0.1]:80"])
  func wrongAddresses(_ text: String) { #expect(throws: Refusal.self) { try ListenAddress(text) } }

  @Test("Who calls is who a trusted proxy says, and nobody else's word counts")
  func proxies() throws {
    let proxies = try TrustedProxies(["10.0.0.0/8"])
    func caller(_ peer: String, _ forwarded: String?) throws -> IPAddress {
      proxies.caller(peer: try #require(IPAddress(peer)), forwarded: forwarded)
    }
    #expect(try caller("192.0.2.7", "198.51.100.1") == IPAddress("192.0.2.7"))
    #expect(try caller("10.0.0.1", "198.51.100.1") == IPAddress("198.51.100.1"))
    #expect(try caller("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2") == IPAddress("198.51.100.1"))
    #expect(try caller("10.0.0.1", nil) == IPAddress("10.0.0.1"))
    #expect(try caller("10.0.0.1", "rubbish") == IPAddress("10.0.0.1"))
  }

  @Test("A bucket fills again with time, and never over its brim")
  func bucket() {
    let (first, level) = TokenBuckets<Int>.take(from: (1, 0), at: 0, capacity: 2, perSecond: 1)
    #expect(first && level == 0)
    #expect(!TokenBuckets<Int>.take(from: (0, 0), at: 0.5, capacity: 2, perSecond: 1).isTaken)
    #expect(TokenBuckets<Int>.take(from: (0, 0), at: 100, capacity: 2, perSecond: 1).level == 1)
  }

  @Test("A request that trickles in, and one whose body nobody reads, lose their connection")
  func trickle() async throws {
    let door = NetworkDoor(address: try ListenAddress("127.0.0.1:0"))
    try await TestServer.run(limits: .init(idle: .milliseconds(300), shutdownMax: .seconds(2)), network: door) {
      server in
      let port = try #require(server.port)
      for start in [
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: ", "",
        "POST /v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n{",
      ] {
        let isClosed = try await RawClient.onOwnThread {
          let connection = try Connection(port: port, waitMax: .seconds(15))
          try connection.send(start)
          return connection.isClosedByPeer()
        }
        #expect(isClosed, "\(start)")
      }
    }
  }
}
