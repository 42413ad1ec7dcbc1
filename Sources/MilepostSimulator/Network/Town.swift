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
  }

  /// What became of a request.
  struct Reply {
    /// Nil: no answer came.
    var status: Int?
    var retryAfterMs: Int64 = 0
    var durationMs: Int64
  }

  private struct Receiver {
    var mood = Mood.fine
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

  mutating func open(_ name: String) { receivers[name] = receivers[name] ?? Receiver() }

  var names: [String] { receivers.keys.sorted() }

  mutating func setMood(_ mood: Mood, of name: String) { receivers[name]?.mood = mood }

  /// It answers 410 from now on.
  mutating func leave(_ name: String) { receivers[name]?.isGone = true }

  mutating func close(_ name: String) { receivers[name]?.isClosed = true }
  mutating func reopen(_ name: String) { receivers[name]?.isClosed = false }
  func afterGone(_ name: String) -> Int { receivers[name]?.afterGone ?? 0 }
  func hasSaidGone(_ name: String) -> Bool { receivers[name]?.hasSaidGone ?? false }

  func received(_ name: String) -> [Reception] { receivers[name]?.received ?? [] }

  mutating func request(_ job: DeliveryJob, to name: String, at time: Int64) -> Reply {
    requests += 1
    guard let receiver = receivers[name] else { return Reply(durationMs: 1) }
    if receiver.isClosed { receivers[name]?.afterGone += 1 }
    if receiver.isGone {
      receivers[name]?.hasSaidGone = true
      return Reply(status: 410, durationMs: dice.roll(5...200))
    }
    switch isCalm ? .fine : receiver.mood {
    case .fine:
      take(job, name, time)
      return Reply(status: dice.pick([200, 202, 204]), durationMs: dice.roll(2...300))
    case .away: return Reply(durationMs: dice.roll(1...10_000))
    case .failing: return Reply(status: dice.pick([500, 502, 503, 404, 400]), durationMs: dice.roll(2...500))
    case .throttling:
      return Reply(status: 429, retryAfterMs: dice.roll(0...600) * 1000, durationMs: dice.roll(2...50))
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

  private mutating func take(_ job: DeliveryJob, _ name: String, _ time: Int64) {
    if !known.insert("\(name) \(job.messageID)").inserted { repeats += 1 }
    receivers[name]?.received.append(Reception(messageID: job.messageID, body: job.body, time: time))
  }
}
