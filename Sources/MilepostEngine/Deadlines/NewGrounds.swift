import Dispatch
import Logging
import MilepostCore
import MilepostStore

/// What is done when calendars, or the rules of zones, are others than those by which checks were set.
extension Engine {
  private static let batch = 1000

  /// Sets the next checks anew that rest on what has changed: every open milestone's when it is the calendars, else those
  /// in zones whose rules have. One batch a turn of the queue, so that changes and ticks come in between.
  func recheckOnNewGrounds() {
    dispatchPrecondition(condition: .onQueue(queue))
    do {
      let configuration = configuration
      let (noted, now) = try store.read { reader in
        (try reader.note(.calendars), try grounds(configuration, reader))
      }
      let change = now.change(since: Grounds(reading: noted))
      if !change.isNothing {
        recheck(after: 0, change, to: now, zones: configuration.zones)
      } else if noted != now.text {
        // A zone that is used no more, and may come back with other rules.
        try store.write { try $0.setNote(.calendars, now.text) }
      }
    } catch {
      log.error("calendars not compared", metadata: .reason(error))
    }
  }

  private func grounds(_ configuration: EngineConfiguration, _ reader: StoreReader) throws -> Grounds {
    let names = Set(try reader.zonesInUse()).union([configuration.settings.zone])
    let versions = names.map { name -> (String, String) in
      if let zone = try? configuration.zones.zone(named: name) { return (name, zone.version) }
      log.warning("the system has no such time zone, UTC is taken in its place", metadata: ["zone": "\(name)"])
      return (name, "unknown")
    }
    return Grounds(
      calendars: configuration.calendars.fingerprint, zones: Dictionary(uniqueKeysWithValues: versions))
  }

  private func recheck(after id: Int64, _ change: Grounds.Change, to grounds: Grounds, zones: ZoneCache) {
    let configuration = configuration
    guard !stopping.isOn else { return }
    // Another reload has come, and works on all that has changed since the note.
    guard configuration.zones === zones, configuration.calendars.fingerprint == grounds.calendars else { return }
    let now = clock.now()
    do {
      let last = try store.write { writer -> Int64? in
        let work = unitOfWork(writer, at: now, configuration)
        let batch = try writer.reader.openMilestones(afterID: id, limit: Engine.batch)
        for milestone in batch where change.touches(try work.context(of: milestone.projectID).project.zone) {
          try work.recheck(milestone)
        }
        try work.finish()
        guard batch.count < Engine.batch else {
          try writer.setNote(.calendars, grounds.unsettled(change).text)
          return batch.last?.id
        }
        try writer.forecastAll(at: now)
        try work.rescheduleBatches()
        try writer.setNote(.calendars, grounds.text)
        return nil
      }
      if let last {
        turn { $0.recheck(after: last, change, to: grounds, zones: zones) }
      } else {
        turn { $0.tick() }
      }
    } catch {
      log.error("checks not set anew after a calendar change", metadata: .reason(error))
    }
  }
}
