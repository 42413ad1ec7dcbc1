import Dispatch
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks
import Synchronization

/// When the service was last seen to work. It is kept in the store, so that the next start knows for how long nobody
/// looked after the dates, and says so.
final class LifeSign: Sendable {
  /// Written at most so often: a service at rest is to leave the disk asleep.
  static let everyMs: Int64 = 300_000
  /// A pause of more than this is told.
  static let pauseMs: Int64 = 3_600_000
  /// An alert that came so much after its moment was made up for.
  static let lateMs: Int64 = 60_000

  /// A pause, and what was known when it began.
  struct Pause: Equatable {
    let since: Instant
    /// The newest alert then.
    let alertID: Int64
  }

  private let state = Mutex<Pause?>(nil)
  /// Signs cannot be written.
  let trouble = Standing()

  /// The last sign, as it was written by this process or, before that, by the one before it.
  func last(in store: Store) throws -> Pause? {
    if let known = state.withLock({ $0 }) { return known }
    let last = try store.read { try $0.note(.lifeSign) }.flatMap(LifeSign.parsed)
    if let last { state.withLock { $0 = last } }
    return last
  }

  func remember(_ sign: Pause) { state.withLock { $0 = sign } }

  static func text(_ sign: Pause) -> String { "\(sign.since.milliseconds) \(sign.alertID)" }

  private static func parsed(_ text: String) -> Pause? {
    let parts = text.split(separator: " ").compactMap { Int64($0) }
    guard parts.count == 2 else { return nil }
    return Pause(since: Instant(milliseconds: parts[0]), alertID: parts[1])
  }
}

extension Engine {
  /// To be called before everything that came due is looked at: since when nobody did, if that is too long.
  func pause() -> LifeSign.Pause? {
    guard let last = try? lifeSign.last(in: store) else { return nil }
    return wall.now().since(last.since) > LifeSign.pauseMs ? last : nil
  }

  /// To be called when everything that was due has been looked at: tells of a pause, and says that the service lives,
  /// in one transaction. Nothing is written when the last sign is still fresh.
  func signOfLife(after pause: LifeSign.Pause?, isLast: Bool = false) {
    dispatchPrecondition(condition: .onQueue(queue))
    guard !trouble.isOn, isLast || !stopping.isOn else { return }
    let now = wall.now()
    do {
      let last = try lifeSign.last(in: store)
      let age = last.map { now.since($0.since) }
      guard isLast || pause != nil || age.map({ $0 < 0 || $0 >= LifeSign.everyMs }) ?? true else { return }
      let configuration = configuration
      let sign = try store.write { writer in
        if let pause {
          let made = try writer.reader.alertsMadeUp(afterID: pause.alertID, lateMs: LifeSign.lateMs)
          let work = unitOfWork(writer, at: clock.now(), configuration)
          try work.announceService(
            caughtUp(pause, until: now, alerts: made.alerts, milestones: made.milestones), state: .resolved)
        }
        let sign = LifeSign.Pause(since: now, alertID: try writer.reader.latestAlertID())
        try writer.setNote(.lifeSign, LifeSign.text(sign))
        return sign
      }
      lifeSign.remember(sign)
      if pause != nil { courier.wake() }
      if lifeSign.trouble.clear() { log.notice("the store can be written again") }
    } catch {
      if lifeSign.trouble.set() { log.error("no sign of life could be stored", metadata: .reason(error)) }
    }
  }

  private func caughtUp(
    _ pause: LifeSign.Pause, until now: Instant, alerts: Int, milestones: Int
  ) -> ServiceMessage {
    let zone = (try? zones.zone(named: settings.zone)) ?? .utc
    let (from, to) = (zone.shown(pause.since), zone.shown(now))
    let made =
      alerts == 0
      ? Bilingual(en: "No alert was missed.", zh: "其间没有漏发的提醒。")
      : Bilingual(
        en: "\(alerts == 1 ? "1 alert" : "\(alerts) alerts") came late, about "
          + "\(milestones == 1 ? "1 milestone" : "\(milestones) milestones").",
        zh: "补发 \(alerts) 条提醒，涉及 \(milestones) 个节点。")
    return ServiceMessage(
      type: "service.caught_up", subject: ServiceMessage.service, rule: "caught_up", occurrence: pause.since.rfc3339,
      light: alerts == 0 ? .green : .yellow,
      sentence: Bilingual(
        en: "Milepost was away from \(from) to \(to) (\(zone.name)). \(made.en)",
        zh: "Milepost 自 \(from) 至 \(to)（\(zone.name)）未运行。\(made.zh)"))
  }
}

extension Zone {
  /// `yyyy-MM-dd HH:mm`, as clocks here show it.
  fileprivate func shown(_ instant: Instant) -> String {
    let (hour, minute) = minuteOfDay(at: instant).quotientAndRemainder(dividingBy: 60)
    return "\(civilDate(at: instant)) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
