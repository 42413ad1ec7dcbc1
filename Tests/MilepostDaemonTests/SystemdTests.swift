import Glibc
import MilepostCore
import Synchronization
import Testing

@testable import MilepostDaemon

/// The protocol of sd_notify(3), over a real datagram socket.
@Suite struct SystemdTests {
  private final class Manager {
    let path: String
    private let socket: Int32

    init(_ folder: Folder) throws {
      path = folder.path + "/n"
      socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      let file = socket
      let bound = try SocketAddress(path).withSockaddr { bind(file, $0, $1) }
      #expect(bound == 0)
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// The next message; nil after the limit.
    func next() -> String? {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = recv(socket, &bytes, bytes.count, 0)
      return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    func hasNothing() -> Bool {
      var bytes = [UInt8](repeating: 0, count: 16)
      return recv(socket, &bytes, bytes.count, Int32(MSG_DONTWAIT)) < 0
    }
  }

  @Test("Messages arrive as the manager reads them, a status always in one line")
  func messages() throws {
    let folder = try Folder()
    let manager = try Manager(folder)
    let notifier = try #require(try Notifier(environment: ["NOTIFY_SOCKET": manager.path]))
    #expect(notifier.send([.ready, .status("3 projects\nREADY=0")]))
    #expect(manager.next() == "READY=1\nSTATUS=3 projects READY=0")
    #expect(notifier.send([.reloading(atMicroseconds: 5)]))
    #expect(manager.next() == "RELOADING=1\nMONOTONIC_USEC=5")
  }

  @Test("Without a manager nobody is told; one that is gone breaks nothing; an address that is none is refused")
  func addresses() throws {
    #expect(try Notifier(environment: [:]) == nil)
    #expect(try Notifier(environment: ["NOTIFY_SOCKET": ""]) == nil)
    #expect(throws: Refusal.self) { try Notifier(environment: ["NOTIFY_SOCKET": "relative"]) }
    #expect(throws: Refusal.self) {
      try Notifier(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)])
    }
    let notifier = try #require(try Notifier(environment: ["NOTIFY_SOCKET": "@milepost-test-nobody-\(getpid())"]))
    #expect(!notifier.send([.ready]))
  }

  @Test("The watchdog beats while the parts answer, and falls silent when one hangs")
  func watchdog() async throws {
    let folder = try Folder()
    let manager = try Manager(folder)
    let notifier = try #require(try Notifier(environment: ["NOTIFY_SOCKET": manager.path]))
    let hangs = Mutex(false)
    let asked = Mutex(0)
    let watchdog = Watchdog(
      notifier: notifier, intervalMicroseconds: 10_000,
      ask: { answer in
        asked.withLock { $0 += 1 }
        if !hangs.withLock({ $0 }) { answer() }
      }, status: { "well" })
    watchdog.start()
    #expect(manager.next() == "WATCHDOG=1\nSTATUS=well")
    #expect(manager.next() == "WATCHDOG=1\nSTATUS=well")
    hangs.withLock { $0 = true }
    // One beat may have been under way.
    let before = asked.withLock { $0 }
    while asked.withLock({ $0 }) < before + 2 { await Task.yield() }
    while !manager.hasNothing() {}
    let then = asked.withLock { $0 }
    while asked.withLock({ $0 }) < then + 5 { await Task.yield() }
    #expect(manager.hasNothing())
    watchdog.stop()
  }

  @Test("It beats twice as often as the manager demands, and only where this process is meant")
  func interval() {
    #expect(Watchdog.interval(environment: ["WATCHDOG_USEC": "30000000"]) == 15_000_000)
    #expect(Watchdog.interval(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"]) == 15_000_000)
    #expect(Watchdog.interval(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]) == nil)
    #expect(Watchdog.interval(environment: ["WATCHDOG_USEC": "x"]) == nil)
    #expect(Watchdog.interval(environment: [:]) == nil)
  }

  @Test("The status line counts in both languages, and says so loudly when the clock is not the real one")
  func status() {
    let line = StatusLine(
      projects: 1, milestonesOpen: 2, deliveriesPending: 1, deliveriesDead: 0, nextCheck: "2022-06-30 09:00 UTC")
    #expect(line.text.en == "1 project, 2 open milestones, next check 2022-06-30 09:00 UTC; 1 pending delivery")
    #expect(line.text.zh == "1 个项目，2 个未完成里程碑，下次检查 2022-06-30 09:00 UTC；1 条待投递")
    var rehearsal = line
    rehearsal.rehearsalSpeed = 86_400
    rehearsal.deliveriesDead = 3
    #expect(rehearsal.text.en.hasPrefix("REHEARSAL, clock runs 86400 times as fast: "))
    #expect(rehearsal.text.en.hasSuffix(", 3 given up"))
  }
}
