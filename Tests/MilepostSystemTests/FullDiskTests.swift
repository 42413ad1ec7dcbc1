import Foundation
import Glibc
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite(.enabled(if: Disk.canMount, "needs root and `unshare -m`: a disk of 3 MiB is mounted for it"))
  struct FullDiskTests {
    @Workbench
    @Test("On a full disk changes are refused with storage_full and leave no trace; with room again, work goes on")
    func fullDisk() throws {
      let receiver = try Receiver { _ in .hold }
      defer { receiver.stop() }
      let service = try Service()
      let disk = try start(service)
      try service.send(to: receiver)
      try service.apply(try Plans.late(20))
      #expect(receiver.wait(seconds: 20) { $0.held > 0 })
      try disk.fill()
      let before = try fillUp(service)
      let refused = try service.milepost("milestone", "add", "works/refused", "--name", "节点", "--due", "2022-06-30")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("The disk is full"), "\(refused.errors)")
      #expect(try milestones(service) == before, "a refused change has left something")
      // Requests end while their results cannot be written down.
      receiver.release()
      #expect(receiver.wait(seconds: 20) { $0.held == 0 && $0.taken.count >= 16 })
      #expect(try service.milepost("status").status == 0, "what is stored can still be read")
      try disk.makeRoom()
      #expect(
        try service.milepost("milestone", "add", "works/after", "--name", "节点", "--due", "2022-06-30").status == 0)
      #expect(try milestones(service) == before.union(["after"]))
      try check(service, receiver, milestones: before.count + 1)
    }

    @Workbench
    @Test("A deadline that comes while the disk is full is told as soon as there is room")
    func deadlineOnAFullDisk() throws {
      let receiver = try Receiver()
      defer { receiver.stop() }
      // Ten minutes before nine, at which the alert is due, are five seconds.
      let service = try Service(
        settings: "rehearsal: {start: \"2022-06-30T08:50\", zone: Asia/Shanghai, speed: 120}\n")
      let disk = try start(service)
      try service.send(to: receiver)
      let plan = """
        projects:
          - key: works
            name: 工程
            alerts: {lead: [], on_day: true, overdue_every: 0, working_days_only: false}
            milestones: [{key: completion, name: 完工, due: 2022-06-30}]

        """
      try service.apply(plan)
      try disk.fill()
      #expect(try service.says("The disk is full", seconds: 30), "\(service.log)")
      #expect(receiver.book.requests == 0, "told, and not written down")
      try disk.makeRoom()
      // The sweep looks again each minute.
      #expect(receiver.wait(seconds: 90) { $0.taken.count == 1 }, "\(service.log)")
      #expect(try service.stop() == .exit(0))
      #expect(receiver.book.requests == 1)
    }

    /// Starts the service on a small disk of its own, which ends with the daemon.
    @Workbench
    private func start(_ service: Service) throws -> Disk {
      let mount = "mount -t tmpfs -o size=3m none '\(service.folder)/data' && exec \"$@\""
      try service.start(wrapper: ["/usr/bin/unshare", "-m", "/bin/sh", "-c", mount, "sh"])
      return Disk(folder: "/proc/\(try #require(service.daemon).pid)/root\(service.folder)/data")
    }

    /// Registers milestones until one is refused, and says which are there then. Their alerts come on top.
    @Workbench
    private func fillUp(_ service: Service) throws -> Set<String> {
      let path = APIPath.milestones(of: "works")
      for number in 0..<5000 {
        let input = MilestoneInput(key: "more-\(number)", name: "节点", due: "2022-06-30")
        do {
          _ = try service.client.body(of: .init(.post, path, json: input))
        } catch let problem as Problem {
          #expect(problem.code == "storage_full")
          #expect(problem.status == 507)
          let there = try milestones(service)
          #expect(there.count == 20 + number, "not all that was acknowledged, or more, is there")
          return there
        }
      }
      throw Failed("5000 milestones went onto a full disk")
    }

    @Workbench
    private func milestones(_ service: Service) throws -> Set<String> {
      var (keys, cursor): (Set<String>, String?) = ([], nil)
      repeat {
        var request = HTTPRequest(.get, APIPath.milestones(of: "works"), query: [.init("limit", "200")])
        if let cursor { request.query.append(.init("after", cursor)) }
        let page = try service.client.fetch(Page<MilestoneView>.self, request)
        keys.formUnion(page.items.map(\.key))
        cursor = page.next
      } while cursor != nil
      return keys
    }

    /// The database lies where only the daemon sees it, so this asks the service.
    @Workbench
    private func check(_ service: Service, _ receiver: Receiver, milestones: Int) throws {
      #expect(receiver.wait(seconds: 90) { $0.taken.count == milestones }, "\(receiver.book.taken.count) told")
      let deadline = Deadline(seconds: 60)
      let status = { try service.client.fetch(StatusView.self, .init(.get, APIPath.status)) }
      while try status().deliveriesPending > 0 {
        guard !deadline.hasPassed else { throw Failed("what was taken is not recorded") }
        let requests = receiver.book.requests
        _ = receiver.wait(seconds: 0.1) { $0.requests > requests }
      }
      let book = receiver.book
      #expect(book.bodies.values.allSatisfy { $0.count == 1 }, "one id came with two bodies")
      #expect(try service.milepost("ledger", "verify").status == 0)
      #expect(try status().alertsOpen == milestones)
      print("full disk: \(milestones) milestones told, \(book.requests - book.bodies.count) repeats")
      #expect(try service.stop() == .exit(0))
    }
  }
}

/// A small disk that can be filled up.
private struct Disk {
  let folder: String
  private var ballast: String { folder + "/ballast" }

  init(folder: String) { self.folder = folder }

  static let canMount: Bool = {
    let trial = try? Ran(
      "/bin/sh", ["-c", "unshare -m mount -t tmpfs none /mnt"],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], folder: NSTemporaryDirectory())
    return trial?.status == 0
  }()

  func fill() throws {
    let file = open(ballast, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw Failed("\(ballast) cannot be made") }
    defer { close(file) }
    let block = [UInt8](repeating: 7, count: 4096)
    while write(file, block, block.count) > 0 {}
  }

  func makeRoom() throws { try FileManager.default.removeItem(atPath: ballast) }
}
