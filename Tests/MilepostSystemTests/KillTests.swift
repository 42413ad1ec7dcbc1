import Dispatch
import Foundation
import GRDB
import Glibc
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite
  struct KillTests {
    @Workbench
    @Test("Killed 200 times while changes come in and alerts go out, the service loses nothing that it has said yes to")
    func nothingIsLost() throws {
      let seed = SeededGenerator.seed
      print("kills: seed \(seed)")
      var random = SeededGenerator(seed: seed)
      // One in twenty is refused, one in twenty is taken without an answer.
      let receiver = try Receiver { [.status(503), .silence][safe: $0 % 20] ?? .status(204) }
      defer { receiver.stop() }
      let service = try Service()
      try service.start()
      try service.send(to: receiver)
      var works = Works(client: service.client)
      try works.begin()
      for _ in 0..<200 { try live(service, &works, &random) }
      try service.start()
      // What was refused several times waits for minutes; no deadline of this test's is worth that.
      try Books.settle(service, [receiver], seconds: 150)
      try Books.check(service, [receiver])
      try works.check(service)
      let (book, alerts) = (receiver.book, try service.count("alert"))
      print(
        "kills: 200 kills, \(works.acknowledged) changes acknowledged, \(alerts) alerts, \(book.requests) receptions, "
          + "\(book.requests - book.bodies.count) repeats, all under their first ids")
    }

    /// One life: changes as fast as they are taken, until the end comes at a moment that chance has chosen; one in four
    /// ends while it still starts.
    @Workbench
    private func live(_ service: Service, _ works: inout Works, _ random: inout SeededGenerator) throws {
      try service.kill()
      let diesYoung = Int.random(in: 0..<4, using: &random) == 0
      let microseconds = Int.random(in: 0...(diesYoung ? 80_000 : 200_000), using: &random)
      try service.launch()
      if !diesYoung {
        #expect(try service.becomesReady(seconds: 30), "it does not start any more:\n\(service.log.suffix(2000))")
      }
      let pid = try #require(service.daemon).pid
      let killed = DispatchSemaphore(value: 0)
      DispatchQueue.global().asyncAfter(deadline: .now() + .microseconds(microseconds)) {
        // Nobody has waited for it yet, so the number is still its own.
        kill(pid, SIGKILL)
        killed.signal()
      }
      defer { killed.wait() }
      if !diesYoung { try works.changeUntilRefused(using: &random) }
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// What this side knows that the service has said yes to, and of what it does not know whether it was heard.
private struct Works {
  let client: Client
  private var registered: [String] = []
  private var reached: Set<String> = []
  private var uncertain: Set<String> = []
  private var number = 0

  init(client: Client) { self.client = client }

  var acknowledged: Int { registered.count + reached.count }

  func begin() throws {
    let project = ProjectInput(key: "works", name: "工程", alerts: Plans.quiet)
    _ = try client.body(of: .init(.post, APIPath.projects, json: project))
  }

  /// Registers what is late already, and reports now and then something as reached, until there is no answer.
  mutating func changeUntilRefused(using random: inout SeededGenerator) throws {
    while true {
      let isReport = Int.random(in: 0..<4, using: &random) == 0
      let key = isReport ? registered.randomElement(using: &random).flatMap { reached.contains($0) ? nil : $0 } : nil
      do {
        if let key { try report(key) } else { try register() }
      } catch is ClientFailure {
        return
      }
    }
  }

  private mutating func register() throws {
    number += 1
    let key = "m-\(number)"
    uncertain.insert(key)
    let input = MilestoneInput(key: key, name: "节点 \(number)", due: "2022-06-30")
    _ = try client.body(of: .init(.post, APIPath.milestones(of: "works"), json: input))
    uncertain.remove(key)
    registered.append(key)
  }

  private mutating func report(_ key: String) throws {
    uncertain.insert(key)
    let path = APIPath.milestone(key, of: "works") + "/reach"
    do {
      _ = try client.body(of: .init(.post, path, json: ReachInput()))
    } catch let problem as Problem where problem.code == "wrong_state" {
      // It was heard the first time, and the answer was lost.
    }
    uncertain.remove(key)
    reached.insert(key)
  }

  /// All that was acknowledged is there, with its entry in the ledger and its alert; the rest is there whole, or not.
  func check(_ service: Service) throws {
    let rows = try service.rows("SELECT id, key, actual_day FROM milestone")
    let keys = Set(rows.map { $0["key"] as String })
    let done = Set(rows.filter { ($0["actual_day"] as Int64?) != nil }.map { $0["key"] as String })
    #expect(Set(registered).subtracting(keys).isEmpty, "registered and acknowledged, and not there")
    #expect(reached.subtracting(done).isEmpty, "reported and acknowledged, and not there")
    #expect(keys.subtracting(registered).isSubset(of: uncertain), "there, and never asked for")
    for (action, count) in [("milestone.add", keys.count), ("milestone.reach", done.count)] {
      #expect(
        try service.count("ledger WHERE action = '\(action)'") == count, "\(action): the ledger tells another story")
    }
    #expect(try service.count("alert WHERE type = 'milestone.reached'") == done.count)
    #expect(try service.count("alert WHERE type = 'milestone.overdue'") <= keys.count, "told twice that it is late")
    let silent = try service.rows(
      "SELECT key FROM milestone WHERE id NOT IN (SELECT milestone_id FROM alert WHERE milestone_id IS NOT NULL)")
    #expect(silent.isEmpty, "late, and nobody was told: \(silent)")
  }
}
