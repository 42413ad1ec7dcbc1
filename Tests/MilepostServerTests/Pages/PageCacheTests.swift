import MilepostCore
import NIOCore
import Synchronization
import Testing

@testable import MilepostServer

@Suite struct PageCacheTests {
  private let begun = ContinuousClock.now

  private static func key(_ path: String) -> PageCache.Key {
    PageCache.Key(
      path: path, language: .zh, theme: .auto, isPart: false, mayReport: false, isSignedIn: false, projects: .all)
  }

  private func moment(_ version: UInt64, _ milliseconds: Int, clock: Int64? = nil) -> PageCache.Moment {
    PageCache.Moment(
      version: version, now: Instant(milliseconds: clock ?? Int64(milliseconds)),
      time: begun + .milliseconds(milliseconds))
  }

  private static func page(_ text: String, ledger: Int64 = 1) -> DrawnPage {
    DrawnPage(
      text,
      heads: PageHeads(
        count: PageHeads.Count(ledger: ledger, alert: 0, deliveries: 0), now: Instant(milliseconds: 0), zone: .utc,
        isRehearsal: false))
  }

  /// Whether the page had to be drawn.
  private func isDrawn(
    _ cache: PageCache, _ path: String, _ moment: PageCache.Moment, heard: PageHeads.Count? = nil, ledger: Int64 = 1
  ) async throws -> Bool {
    let drawn = Mutex(false)
    _ = try await cache.page(PageCacheTests.key(path), at: moment, heard: heard) {
      drawn.withLock { $0 = true }
      return PageCacheTests.page("page", ledger: ledger)
    }
    return drawn.withLock { $0 }
  }

  @Test("A page is kept while nothing is committed, and a moment longer; never across a leap of the service's clock")
  func life() async throws {
    let cache = PageCache()
    #expect(try await isDrawn(cache, "/", moment(1, 0)))
    #expect(try await !isDrawn(cache, "/", moment(1, 1900)))
    #expect(try await !isDrawn(cache, "/", moment(2, 200)))
    #expect(try await isDrawn(cache, "/wall", moment(1, 0)))
    #expect(try await isDrawn(cache, "/", moment(2, 300)))
    #expect(try await isDrawn(cache, "/", moment(2, 2400)))
    #expect(try await isDrawn(cache, "/", moment(2, 2500, clock: 86_400_000)))
  }

  @Test("The oldest makes room")
  func room() async throws {
    let cache = PageCache()
    for index in 0..<200 { #expect(try await isDrawn(cache, "/\(index)", moment(1, index))) }
    #expect(try await !isDrawn(cache, "/199", moment(1, 200)))
    #expect(try await isDrawn(cache, "/0", moment(1, 200)))
  }

  @Test("Who has heard of a change is given nothing from before it")
  func heard() async throws {
    let cache = PageCache()
    let (before, after) = (
      PageHeads.Count(ledger: 1, alert: 0, deliveries: 0), PageHeads.Count(ledger: 2, alert: 0, deliveries: 0)
    )
    #expect(try await isDrawn(cache, "/", moment(1, 0)))
    #expect(try await !isDrawn(cache, "/", moment(2, 10), heard: before))
    #expect(try await isDrawn(cache, "/", moment(2, 10), heard: after, ledger: 2))
    #expect(try await !isDrawn(cache, "/", moment(3, 20), heard: after))
  }

  private actor Turns {
    private(set) var count = 0

    func next() -> Int {
      count += 1
      return count
    }
  }

  @Test("Many who ask at once wait for one drawing; one that fails leaves the next to try")
  func atOnce() async throws {
    let cache = PageCache()
    let turns = Turns()
    let now = moment(1, 0)
    let (gate, open) = AsyncStream.makeStream(of: Void.self)
    struct Fault: Error {}
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 {
        group.addTask {
          do {
            _ = try await cache.page(PageCacheTests.key("/"), at: now, heard: nil) {
              if await turns.next() == 1 {
                for await _ in gate { break }
                throw Fault()
              }
              return PageCacheTests.page("page")
            }
            return true
          } catch is Fault { return false }
        }
      }
      while await turns.count == 0 { await Task.yield() }
      open.yield()
      var failed = 0
      for try await isGiven in group where !isGiven { failed += 1 }
      let count = await turns.count
      #expect(failed == 1 && count == 2)
    }
  }

  @Test("What one session must send back is put into its own copy only")
  func antiForgery() {
    let mark = DrawnPage.antiForgeryMark
    let page = PageCacheTests.page("<i value=\"\(mark)\"><b>横港</b><i value=\"\(mark)\">")
    #expect(String(buffer: page.body(antiForgery: "a")) == "<i value=\"a\"><b>横港</b><i value=\"a\">")
    #expect(String(buffer: page.body(antiForgery: "bb")) == "<i value=\"bb\"><b>横港</b><i value=\"bb\">")
    #expect(String(buffer: page.body(antiForgery: nil)) == "<i value=\"\"><b>横港</b><i value=\"\">")
    #expect(String(buffer: PageCacheTests.page("plain").body(antiForgery: "a")) == "plain")
  }
}
