import Dispatch
import MilepostCore
import MilepostStore
import Synchronization

/// Is the service alive, and could it deliver an alert that came due now?
extension Engine {
  /// How long the parts that do the work may take to answer.
  package static let answerMaxMs = 2000
  /// Deliveries that wait longer than this, while none is tried, are stuck.
  static let stuckMs: Int64 = 600_000

  /// Whether the engine's queue and the courier's answer within the bound.
  package func answers(withinMs bound: Int = Engine.answerMaxMs) async -> Bool {
    await withCheckedContinuation { continuation in
      let first = First { continuation.resume(returning: $0) }
      beat { first.say(true) }
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(bound)) { first.say(false) }
    }
  }

  /// What keeps it from delivering; empty when nothing does. Asks the store, and so may wait for the disk.
  package func hindrances() -> [Bilingual] {
    var found: [Bilingual] = []
    if trouble.isOn {
      found.append(Bilingual(en: "deadlines cannot be checked", zh: "无法检查到期事项"))
    }
    if outboxTrouble.isOn {
      found.append(Bilingual(en: "the outbox cannot be read or written", zh: "无法读写待投递消息"))
    }
    if lifeSign.trouble.isOn {
      found.append(Bilingual(en: "the store cannot be written", zh: "无法写入数据库"))
    }
    do {
      let now = wall.now()
      let reading = meters.reading
      let lastAttempt = reading.lastAttempt ?? meters.startedAt
      if let waiting = try store.read({ try $0.earliestPending(at: now) }), now.since(waiting) > Engine.stuckMs,
        now.since(lastAttempt) > Engine.stuckMs
      {
        let minutes = now.since(max(waiting, lastAttempt)) / 60_000
        found.append(
          Bilingual(
            en: "deliveries are due, and none was tried for \(minutes) minutes", zh: "有到期的投递，但已 \(minutes) 分钟没有尝试"))
      }
    } catch {
      let reason = (error as? Refusal)?.text ?? Bilingual(en: "\(error)", zh: "\(error)")
      found.append(Bilingual(en: "the store does not answer: \(reason.en)", zh: "数据库没有响应：\(reason.zh)"))
    }
    return found
  }
}

/// Passes the first word on, and no other.
final class First: Sendable {
  private let pass: @Sendable (Bool) -> Void
  private let isSaid = Atomic(false)

  init(_ pass: @escaping @Sendable (Bool) -> Void) { self.pass = pass }

  func say(_ word: Bool) {
    if !isSaid.exchange(true, ordering: .relaxed) { pass(word) }
  }
}
