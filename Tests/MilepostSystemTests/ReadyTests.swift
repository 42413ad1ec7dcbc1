import Foundation
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite
  struct ReadyTests {
    @Workbench
    @Test("READY comes when callers are answered: the first request after it is taken, twenty times out of twenty")
    func readyMeansReady() throws {
      let service = try Service()
      var times: [Double] = []
      for _ in 0..<20 {
        times.append(try service.start())
        #expect(try service.client.response(to: .init(.get, APIPath.health)).status == 200)
        try service.stop()
      }
      times.sort()
      let shown = [times[0], times[10], times[19]].map { String(format: "%.0f", $0) }
      print("ready: after \(shown[0]) ms at best, \(shown[1]) in the middle, \(shown[2]) at worst")
    }

    @Workbench
    @Test("On the real clock, what is late when it is registered is told at once")
    func realClock() throws {
      let receiver = try Receiver()
      defer { receiver.stop() }
      let service = try Service()
      try service.start()
      try service.send(to: receiver)
      let begun = ContinuousClock.now
      try service.apply(try Plans.late(1))
      #expect(receiver.wait(seconds: 10) { $0.taken.count == 1 })
      print("real clock: told \(Int((ContinuousClock.now - begun) / .milliseconds(1))) ms after the command began")
      try Books.settle(service, [receiver], deliveries: 1, seconds: 10)
      try Books.check(service, [receiver])
    }
  }
}
