import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostStore
import Synchronization

/// How the service stands, in one line for `systemctl status`.
struct StatusLine: Equatable, Sendable {
  var projects: Int
  var milestonesOpen: Int
  var deliveriesPending: Int
  var deliveriesDead: Int
  /// When the next deadline is looked at, as clocks in the service's zone show it, and that zone.
  var nextCheck: String?
  /// How many times faster than real the clock runs, in a rehearsal.
  var rehearsalSpeed: Double?

  /// Costs a few look-ups by index, however much is stored.
  init(engine: Engine, rehearsal: Settings.Rehearsal?) throws {
    let (counts, check) = try engine.store.read { reader in
      // Before this day nothing was due: what is overdue is not counted here, since counting it costs what there is.
      (try reader.counts(today: CivilDate(dayNumber: .min)), try reader.earliestCheck())
    }
    projects = counts.projects
    milestonesOpen = counts.milestonesOpen
    deliveriesPending = counts.deliveriesPending
    deliveriesDead = counts.deliveriesDead
    rehearsalSpeed = rehearsal?.speed
    if let check, let zone = try? engine.zones.zone(named: engine.settings.zone) {
      nextCheck = "\(zone.civilDate(at: check)) \(ClockTime.text(zone.minuteOfDay(at: check))) \(zone.name)"
    }
  }

  init(
    projects: Int, milestonesOpen: Int, deliveriesPending: Int, deliveriesDead: Int, nextCheck: String?,
    rehearsalSpeed: Double? = nil
  ) {
    self.projects = projects
    self.milestonesOpen = milestonesOpen
    self.deliveriesPending = deliveriesPending
    self.deliveriesDead = deliveriesDead
    self.nextCheck = nextCheck
    self.rehearsalSpeed = rehearsalSpeed
  }

  var text: Bilingual {
    var en = "\(counted(projects, "project")), \(counted(milestonesOpen, "open milestone"))"
    var zh = "\(projects) 个项目，\(milestonesOpen) 个未完成里程碑"
    en += nextCheck.map { ", next check \($0)" } ?? ", nothing to check"
    zh += nextCheck.map { "，下次检查 \($0)" } ?? "，暂无待检查事项"
    en += "; \(counted(deliveriesPending, "pending delivery", "pending deliveries"))"
    zh += "；\(deliveriesPending) 条待投递"
    if deliveriesDead > 0 {
      en += ", \(deliveriesDead) given up"
      zh += "，\(deliveriesDead) 条已放弃"
    }
    if let rehearsalSpeed {
      en = "REHEARSAL, clock runs \(Self.shown(rehearsalSpeed)) times as fast: " + en
      zh = "排演中，时钟快 \(Self.shown(rehearsalSpeed)) 倍：" + zh
    }
    return Bilingual(en: en, zh: zh)
  }

  private func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }

  static func shown(_ factor: Double) -> String {
    factor == factor.rounded() ? String(Int(factor)) : String(factor)
  }
}
