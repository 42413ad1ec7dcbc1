import MilepostCore
import Testing

@Suite struct BreakerTests {
  private let start = Instant(milliseconds: 1_653_000_000_000)

  private func at(_ seconds: Double) -> Instant { start.adding(milliseconds: Int64(seconds * 1000)) }

  /// Failures at these seconds.
  private func failing(_ seconds: [Double]) -> (state: Breaker?, events: [Breaker.Event]) {
    var (state, events): (Breaker?, [Breaker.Event]) = (nil, [])
    for second in seconds {
      let next = Breaker.after(.failure, state, now: at(second))
      state = next.state
      events += [next.event].compactMap(\.self)
    }
    return (state, events)
  }

  @Test("Success keeps nothing, and forgets what was")
  func healthy() throws {
    let quiet = Breaker.after(.success, nil, now: start)
    #expect(quiet.state == nil && quiet.event == nil)
    var state = Breaker.after(.failure, nil, now: start).state
    #expect(state?.isOpen == false && state?.row == 1)
    state = Breaker.after(.success, state, now: at(1)).state
    #expect(state?.row == 0 && state?.failingSince == nil)
    // The window is over: nothing is left to remember.
    #expect(Breaker.after(.success, state, now: at(400)).state == nil)
  }

  @Test("Ten tries of which seven fail within five minutes open it; nine do not, and six of ten do not")
  func sustained() {
    #expect(failing((0..<9).map(Double.init)).events.isEmpty)
    #expect(failing((0..<10).map(Double.init)).events == [.opened])
    var state: Breaker?
    for index in 0..<10 {
      let next = Breaker.after(index < 4 ? .success : .failure, state, now: at(Double(index)))
      #expect(next.event == nil)
      state = next.state
    }
  }

  @Test("Five failures in a row over five minutes open it too, for an endpoint with little to do")
  func lasting() {
    #expect(failing([0, 100, 200, 250, 299]).events.isEmpty)
    #expect(failing([0, 100, 200, 250, 301]).events == [.opened])
  }

  @Test("Probes go out after 5, 10, 20, 40 and then every 60 seconds; only a probe puts the next one off")
  func probes() throws {
    var state = try #require(failing((0..<10).map { _ in 0 }).state)
    var gaps: [Int64] = []
    var now = start
    for _ in 0..<6 {
      let next = try #require(state.nextProbe)
      gaps.append(next.since(now) / 1000)
      let straggler = Breaker.after(.failure, state, now: now).state
      #expect(straggler?.nextProbe == next, "what was under way when it opened changes nothing")
      now = next
      state = try #require(Breaker.after(.failure, state, now: now, isProbe: true).state)
    }
    #expect(gaps == [5, 10, 20, 40, 60, 60])
  }

  @Test("One success closes it")
  func closes() {
    let state = failing((0..<10).map(Double.init)).state
    let next = Breaker.after(.success, state, now: at(20))
    #expect(next.state == nil && next.event == .closed)
  }

  @Test("Five days of nothing but failures switch it off, and no less")
  func disables() {
    let state = failing((0..<10).map(Double.init)).state
    #expect(Breaker.after(.failure, state, now: at(120 * 3600 - 1), isProbe: true).event == nil)
    #expect(Breaker.after(.failure, state, now: at(120 * 3600), isProbe: true).event == .disabled)
  }

  @Test("A clock that was set back does not keep it open or shut for ever")
  func clock() {
    let state = failing([1000, 1001]).state
    #expect(Breaker.after(.failure, state, now: at(0)).state?.failures == 1)
  }
}
