import MilepostWebhooks

/// What a receiver got, and when in true time.
struct Reception {
  let messageID: String
  let body: String
  let time: Int64
}

/// The receivers, each with its moods.
struct Town {
  enum Mood: CaseIterable {
    case fine, away, failing, throttling, slow, lying

    static let bad: [Mood] = allCases.filter { $0 != .fine }
  }

  /// What became of a request.
  struct Reply {
    /// Nil: no answer came.
    var status: Int?
    var retryAfterMs: Int64 = 0
    var durationMs: Int64
  }

  /// So many requests within any stretch of so many seconds.
  struct Rate: Equatable {
    var count: Int
    var seconds: Int

    var text: String { "\(count)/\(seconds)s" }
  }

  private struct Receiver {
    var rate: Rate?
    /// Requests since the machine's clock was last set, as far back as the rate looks.
    var recent: [Int64] = []
    /// Times in which it has asked to be left alone.
    var wishes: [Range<Int64>] = []
    /// It is fine before and after.
    var mood = Mood.fine
    var moodLasts: Range<Int64> = 0..<0
    var isGone = false
    var hasSaidGone = false
    /// That it is gone is written down: nobody is to call any more.
    var isClosed = false
    var afterGone = 0
    var received: [Reception] = []
  }

  private var receivers: [String: Receiver] = [:]
  private var dice: Dice
  private(set) var requests = 0
  private(set) var repeats = 0
  private var known: Set<String> = []
  /// All are well, and stay so.
  var isCalm = false

  init(dice: Dice) { self.dice = dice }

  /// When each message was first posted.
  private(set) var posted: [String: Int64] = [:]
  private(set) var complaints: [String] = []
  private(set) var limited = 0

  mutating func open(_ name: String, rate: Rate?) {
    if receivers[name] == nil { receivers[name] = Receiver() }
    receivers[name]?.rate = rate
  }

  /// The machine's clock was set, or what it knew of receivers' wishes may be lost: what came before does not count.
  mutating func forgetTimes() {
    for name in receivers.keys {
      receivers[name]?.recent = []
      receivers[name]?.wishes = []
    }
  }

  /// What was being written down of an answer may be lost.
  mutating func forgetWishes() {
    for name in receivers.keys {
      receivers[name]?.wishes = []
      if receivers[name]?.isClosed == false { receivers[name]?.hasSaidGone = false }
    }
  }

  func hasReceived(_ messageID: String, at name: String) -> Bool { known.contains("\(name) \(messageID)") }

  var names: [String] { receivers.keys.sorted() }

  /// Between two moments of true time, in milliseconds; before and after the receiver is fine.
  mutating func setMood(_ mood: Mood, of name: String, during times: Range<Int64>) {
    receivers[name]?.mood = mood
    receivers[name]?.moodLasts = times
  }

  /// It answers 410 from now on.
  mutating func leave(_ name: String) { receivers[name]?.isGone = true }

  mutating func close(_ name: String) { receivers[name]?.isClosed = true }
  mutating func reopen(_ name: String) {
    receivers[name]?.isClosed = false
    receivers[name]?.hasSaidGone = false
    receivers[name]?.wishes = []
  }
  func afterGone(_ name: String) -> Int { receivers[name]?.afterGone ?? 0 }
  func hasSaidGone(_ name: String) -> Bool { receivers[name]?.hasSaidGone ?? false }

  func received(_ name: String) -> [Reception] { receivers[name]?.received ?? [] }

  mutating func request(_ job: DeliveryJob, to name: String, at time: Int64) -> Reply {
    requests += 1
    if posted[job.messageID] == nil { posted[job.messageID] = time }
    note(name, at: time)
    guard let mood = mood(of: name, at: time) else { return Reply(durationMs: 1) }
    if receivers[name]?.isClosed == true { receivers[name]?.afterGone += 1 }
    if receivers[name]?.isGone == true {
      receivers[name]?.hasSaidGone = true
      let reply = Reply(status: 410, durationMs: dice.roll(5...200))
      receivers[name]?.wishes.append(time + reply.durationMs..<Int64.max)
      return reply
    }
    switch mood {
    case .fine:
      take(job, name, time)
      return Reply(status: dice.pick([200, 202, 204]), durationMs: dice.roll(2...300))
    case .away: return Reply(durationMs: dice.roll(1...10_000))
    case .failing: return Reply(status: dice.pick([500, 502, 503, 404, 400]), durationMs: dice.roll(2...500))
    case .throttling:
      let reply = Reply(status: 429, retryAfterMs: dice.roll(0...600) * 1000, durationMs: dice.roll(2...50))
      let until = time + reply.durationMs + reply.retryAfterMs
      receivers[name]?.wishes.append(time + reply.durationMs..<until)
      return reply
    case .slow:
      guard dice.once(in: 2) else { return Reply(durationMs: 20_000) }
      take(job, name, time)
      return Reply(status: 200, durationMs: dice.roll(5000...19_900))
    case .lying:
      // It took the message, and the answer was lost or is a lie.
      take(job, name, time)
      return dice.once(in: 2)
        ? Reply(durationMs: 20_000) : Reply(status: 500, durationMs: dice.roll(2...100))
    }
  }

  private mutating func note(_ name: String, at time: Int64) {
    receivers[name]?.wishes.removeAll { $0.upperBound <= time }
    if receivers[name]?.wishes.contains(where: { $0.lowerBound < time }) == true {
      complain("\(name) has asked to be left alone, and is called at \(time)")
    }
    guard let rate = receivers[name]?.rate else { return }
    let start = time - Int64(rate.seconds) * 1000
    receivers[name]?.recent.removeAll { $0 <= start }
    receivers[name]?.recent.append(time)
    let count = receivers[name]?.recent.count ?? 0
    if count == rate.count { limited += 1 }
    if count > rate.count { complain("\(name) takes \(rate.text), and is called \(count) times up to \(time)") }
  }

  private mutating func complain(_ text: String) {
    if complaints.count < 10 { complaints.append(text) }
  }

  private func mood(of name: String, at time: Int64) -> Mood? {
    receivers[name].map { !isCalm && $0.moodLasts.contains(time) ? $0.mood : .fine }
  }

  private mutating func take(_ job: DeliveryJob, _ name: String, _ time: Int64) {
    if !known.insert("\(name) \(job.messageID)").inserted { repeats += 1 }
    receivers[name]?.received.append(Reception(messageID: job.messageID, body: job.body, time: time))
  }
}
