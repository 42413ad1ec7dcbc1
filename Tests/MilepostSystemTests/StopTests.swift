import Foundation
import Glibc
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite
  struct StopTests {
    @Workbench
    @Test("Asked to stop with requests under way, the service waits for them, and none is sent a second time")
    func drains() throws {
      let receiver = try Receiver { _ in .hold }
      defer { receiver.stop() }
      let service = try Service()
      try service.start()
      try service.send(to: receiver)
      try service.apply(try Plans.late(300))
      #expect(receiver.wait(seconds: 20) { $0.held >= 4 })
      service.daemon?.signal(SIGTERM)
      #expect(try service.hears("STOPPING=1", seconds: 10))
      receiver.release()
      #expect(try service.daemon?.wait(seconds: 15) == .exit(0))
      let taken = receiver.book.taken.count
      #expect(try service.count("delivery WHERE state = 'delivered'") == taken, "taken and not recorded")
      try service.start()
      try Books.settle(service, [receiver], deliveries: 300, seconds: 60)
      try Books.check(service, [receiver])
      #expect(receiver.book.requests == 300, "an orderly stop repeats nothing")
      print("stop: \(taken) of 300 taken before the stop, the rest after it, \(receiver.book.requests) requests")
    }

    @Workbench
    @Test("A receiver that never answers does not keep the service from stopping in its bound; nothing is lost")
    func staysWithinTheBound() throws {
      let receiver = try Receiver { _ in .hold }
      defer { receiver.stop() }
      let service = try Service(settings: "shutdown_timeout: 2\n")
      try service.start()
      try service.send(to: receiver)
      try service.apply(try Plans.late(100))
      #expect(receiver.wait(seconds: 20) { $0.held >= 4 })
      let begun = ContinuousClock.now
      #expect(try service.stop(seconds: 20) == .exit(0))
      let seconds = (ContinuousClock.now - begun) / .seconds(1)
      #expect(seconds < 8, "2 s were allowed")
      receiver.release()
      try service.start()
      try Books.settle(service, [receiver], deliveries: 100, seconds: 90)
      try Books.check(service, [receiver])
    }

    @Workbench
    @Test("Stopped while changes come in, the service keeps each one that it has said yes to")
    func keepsWhatItAcknowledged() throws {
      let service = try Service()
      try service.start()
      let client = service.client
      let project = ProjectInput(key: "works", name: "工程", alerts: Plans.quiet)
      _ = try client.body(of: .init(.post, APIPath.projects, json: project))
      var acknowledged = 0
      do {
        while true {
          if acknowledged == 50 { service.daemon?.signal(SIGTERM) }
          let input = MilestoneInput(key: "m-\(acknowledged)", name: "节点", due: "2022-06-30")
          _ = try client.body(of: .init(.post, APIPath.milestones(of: "works"), json: input))
          acknowledged += 1
        }
      } catch is ClientFailure {}
      #expect(try service.daemon?.wait(seconds: 15) == .exit(0))
      #expect(acknowledged >= 50)
      let there = try service.count("milestone")
      #expect(there == acknowledged || there == acknowledged + 1, "at most the one without an answer is there besides")
      try service.start()
      try Books.checkFile(service)
    }

    @Workbench
    @Test("A second request to stop ends the service at once")
    func secondRequestEndsAtOnce() throws {
      let receiver = try Receiver { _ in .hold }
      defer { receiver.stop() }
      let service = try Service()
      try service.start()
      try service.send(to: receiver)
      try service.apply(try Plans.late(20))
      #expect(receiver.wait(seconds: 20) { $0.held >= 4 })
      service.daemon?.signal(SIGTERM)
      #expect(try service.hears("STOPPING=1", seconds: 10))
      service.daemon?.signal(SIGTERM)
      #expect(try service.daemon?.wait(seconds: 5) == .signal(SIGTERM))
      receiver.release()
      try service.start()
      try Books.settle(service, [receiver], deliveries: 20, seconds: 60)
      try Books.check(service, [receiver])
    }
  }
}
