import MilepostCore
import Testing

@Suite struct RateLimitTests {
  private let start = Instant(milliseconds: 1_653_000_000_000)

  @Test(
    "Rates are read as people write them",
    arguments: [("20/1m", 20, 60_000), ("1/5s", 1, 5000), (" 100/1h ", 100, 3_600_000), ("3/1天", 3, 86_400_000)])
  func reads(text: String, count: Int, periodMs: Int64) throws {
    #expect(try RateLimit(text, place: "rate") == RateLimit(count: count, periodMs: periodMs))
  }

  @Test("What is no rate is refused", arguments: ["", "20", "0/1m", "20/", "/1m", "20/1x", "-1/1m", "20/0s", "1/2/3"])
  func refuses(text: String) { #expect(throws: Refusal.self) { try RateLimit(text, place: "rate") } }

  /// Sends as greedily as the buckets let; the moments of sending.
  private func greedy(_ buckets: [TokenBucket], seconds: Int, restartEvery: Int = 0) -> [Instant] {
    var throttle = Throttle()
    var sent: [Instant] = []
    var now = start
    let end = start.adding(milliseconds: Int64(seconds) * 1000)
    while now < end {
      let allowed = throttle.allowance(buckets, now: now) ?? 0
      if allowed > 0 {
        throttle = throttle.taking(allowed, buckets, now: now)
        sent += Array(repeating: now, count: allowed)
      }
      let next = throttle.opens(buckets, now: now)
      #expect(next > now, "there is always a moment at which it goes on")
      now = max(next, now.adding(milliseconds: 1))
    }
    return sent
  }

  private func most(_ sent: [Instant], within ms: Int64) -> Int {
    var (most, first) = (0, 0)
    for (index, moment) in sent.enumerated() {
      while moment.since(sent[first]) >= ms { first += 1 }
      most = max(most, index - first + 1)
    }
    return most
  }

  @Test(
    "No stretch of the period holds more than the limit, however greedily one sends, and most of it is used",
    arguments: ["20/1m", "1/1s", "4/1s", "2/1m", "100/1m", "7/10s", "1/5s"])
  func kept(text: String) throws {
    let limit = try RateLimit(text, place: "rate")
    let sent = greedy(limit.buckets, seconds: 600)
    #expect(most(sent, within: limit.periodMs) <= limit.count)
    let mean = Double(sent.count) / 600_000 * Double(limit.periodMs)
    #expect(mean >= Double(limit.count) * 0.5)
  }

  @Test("Usual rates keep to what each receiver documents")
  func usual() {
    #expect(most(greedy(MessageFormat.dingtalk.buckets(nil), seconds: 600), within: 60_000) <= 20)
    #expect(most(greedy(MessageFormat.wecom.buckets(nil), seconds: 600), within: 60_000) <= 20)
    #expect(most(greedy(MessageFormat.telegram.buckets(nil), seconds: 600), within: 60_000) <= 20)
    let feishu = greedy(MessageFormat.feishu.buckets(nil), seconds: 600)
    #expect(most(feishu, within: 60_000) <= 100 && most(feishu, within: 1000) <= 5)
    #expect(most(greedy(MessageFormat.slack.buckets(nil), seconds: 60), within: 1000) <= 1)
    #expect(most(greedy(MessageFormat.teams.buckets(nil), seconds: 60), within: 1000) <= 4)
    // ntfy's own bucket: sixty at once, then one every five seconds.
    let ntfy = greedy(MessageFormat.ntfy.buckets(nil), seconds: 600)
    #expect(ntfy.count { $0 == start } == 60 && ntfy.count <= 60 + 120)
    #expect(MessageFormat.standard.buckets(nil).isEmpty && MessageFormat.dingtalk.buckets(.off).isEmpty)
  }

  @Test("A wish to be left alone holds everything back until then, and no longer")
  func held() {
    let throttle = Throttle(heldUntil: start.adding(milliseconds: 5000))
    #expect(throttle.allowance([], now: start) == 0)
    #expect(throttle.opens([], now: start) == start.adding(milliseconds: 5000))
    #expect(throttle.allowance([], now: start.adding(milliseconds: 5000)) == nil)
  }

  @Test("Feishu is left alone at the half hours, each endpoint for a time of its own, at most two minutes")
  func calm() throws {
    let nine = Instant(milliseconds: 1_653_008_400_000)
    var moments: Set<Int64> = []
    for id in 1...100 as ClosedRange<Int64> {
      for into in [0, 1, 30_000, 59_999] as [Int64] {
        let until = try #require(
          MessageFormat.feishu.calm(after: nine.adding(milliseconds: into), endpointID: id, rate: nil))
        #expect((60_000...120_000).contains(until.since(nine)))
        moments.insert(until.since(nine))
      }
      #expect(MessageFormat.feishu.calm(after: nine.adding(milliseconds: 120_001), endpointID: id, rate: nil) == nil)
    }
    #expect(moments.count > 40)
    #expect(MessageFormat.slack.calm(after: nine, endpointID: 1, rate: nil) == nil)
    #expect(MessageFormat.feishu.calm(after: nine, endpointID: 1, rate: .off) == nil)
  }

  @Test(
    "Lengths of time are read as people write them",
    arguments: [("30s", 30_000), ("5m", 300_000), ("24h", 86_400_000), ("7d", 604_800_000), ("24小时", 86_400_000)])
  func spans(text: String, ms: Int64) throws {
    #expect(SpanText.milliseconds(text) == ms)
    for bad in ["", "h", "1", "1y", "-1h", "99999999999d", "1.5h"] { #expect(SpanText.milliseconds(bad) == nil) }
  }
}
