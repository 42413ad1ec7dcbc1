import Dispatch
import Logging
import MilepostCore
import MilepostStore
import MilepostWebhooks

/// A new day in the schedules: unstarted work moves on with today, and with it what rests on it.
extension Engine {
  /// Counts one schedule whose day has come, in a transaction of its own.
  func forecastNext(at now: Instant) throws {
    guard let projectID = try store.read({ try $0.projectsToForecast(at: now, limit: 1) }).first else { return }
    let started = DispatchTime.now().uptimeNanoseconds
    do {
      try store.write { writer in
        let work = unitOfWork(writer, at: now, configuration)
        try work.reforecast([projectID])
        try work.finish()
      }
    } catch let refusal as Refusal where !refusal.isOfStorage {
      try postpone(projectID, because: refusal, at: now)
    }
    let micros = (DispatchTime.now().uptimeNanoseconds - started) / 1000
    log.debug("forecast", metadata: ["project": "\(projectID)", "us": "\(micros)"])
    courier.wake()
    bulletin.post()
  }

  /// A schedule that cannot be counted must not keep the others from being.
  private func postpone(_ projectID: Int64, because refusal: Refusal, at now: Instant) throws {
    log.error("schedule not counted, trying again in a day", metadata: .reason(refusal))
    try store.write { writer in
      for id in try writer.reader.linkedProjects(to: projectID) {
        guard try writer.reader.nextForecast(projectID: id) != nil else { continue }
        try writer.setNextForecast(projectID: id, now.adding(milliseconds: 86_400_000))
      }
    }
  }
}

extension Refusal {
  /// The disk's fault, not the plan's: to be tried again at once.
  var isOfStorage: Bool {
    [.storageFull, .storageFailed, .databaseCorrupt, .databaseLocked].contains(code)
  }
}
