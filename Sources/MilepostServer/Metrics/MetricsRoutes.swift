import CLinux
import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension API {
  func metricsRoutes(_ routes: inout RouteTable) {
    routes.on(.get, "/metrics", .read, metrics)
  }

  /// Costs a few sums and what waits to be delivered, however many milestones there are.
  @Sendable private func metrics(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try QueryReader(request)
    let standpoint = standpoint
    let today = standpoint.today(inZone: engine.settings.zone)
    let (stored, overdue) = try await read { reader in
      let todays = try reader.zones().map { ($0, standpoint.today(inZone: $0)) }
      let measures = try reader.measures(
        today: today, week: today.adding(days: 7), near: today.adding(days: MilestoneOutlook.yellowDays))
      return (measures, try reader.overdueCount(todays: Dictionary(uniqueKeysWithValues: todays)))
    }
    var page = Exposition()
    page.milestones(stored, overdue: overdue)
    page.alerts(stored)
    page.deliveries(stored, engine.meters.reading, now: SystemClock().now())
    if let heard = engine.heartbeatStanding.lastHeard {
      page.family(
        "milepost_heartbeat_last_success_timestamp_seconds", .gauge, "When the heartbeat was last heard.",
        [Exposition.Sample(value: Double(heard.milliseconds) / 1000)])
    }
    page.service(engine.meters, files: engine.store.fileBytes, ledger: stored.ledger)
    page.process(startedAt: engine.meters.startedAt)
    return Response(
      status: .ok, headers: [.contentType: Exposition.contentType],
      body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
  }
}

extension Exposition {
  fileprivate mutating func milestones(_ stored: StoreMeasures, overdue: Int) {
    gauge("milepost_projects", "Projects that are not archived.", stored.projects)
    gauge("milepost_milestones_open", "Milestones that are not reached.", stored.open)
    gauge("milepost_milestones_late", "Open milestones whose due date has passed in their project's zone.", overdue)
    gauge(
      "milepost_milestones_due_week", "Open milestones due from today to seven days from now, in the service's zone.",
      stored.dueInWeek)
    gauge("milepost_milestones_at_risk", "Open milestones, not late yet, forecast after their due date.", stored.atRisk)
    let lights = [("red", stored.red), ("yellow", stored.yellow), ("green", stored.green)]
    family(
      "milepost_milestones", .gauge, "Open milestones by the light that the table named standard gives them.",
      lights.map { Sample(labels: [("light", $0.0)], value: Double($0.1)) })
  }

  fileprivate mutating func alerts(_ stored: StoreMeasures) {
    family(
      "milepost_alerts", .gauge, "Alerts by type and state.",
      stored.alerts.filter { !$0.state.isEmpty }.map {
        Sample(labels: [("type", $0.type), ("state", $0.state)], value: Double($0.count))
      })
    family(
      "milepost_alerts_fired_total", .counter, "Alerts that have come to be since the database was made.",
      stored.alerts.filter(\.state.isEmpty).map { Sample(labels: [("type", $0.type)], value: Double($0.count)) })
  }

  fileprivate mutating func deliveries(_ stored: StoreMeasures, _ seen: Meters.Reading, now: Instant) {
    func each(_ value: (StoreMeasures.Endpoint) -> Double?) -> [Sample] {
      stored.endpoints.compactMap { endpoint in
        value(endpoint).map { Sample(labels: [("endpoint", endpoint.name)], value: $0) }
      }
    }
    family(
      "milepost_deliveries_total", .counter, "Messages that the endpoint has taken since it was added.",
      each { Double($0.delivered) })
    family(
      "milepost_delivery_attempts_total", .counter, "Tries since the service started, by what came of them.",
      stored.endpoints.flatMap { endpoint in
        Meters.Outcome.allCases.map { outcome in
          let count = seen.attempts[Meters.Attempt(endpointID: endpoint.id, outcome: outcome)] ?? 0
          return Sample(labels: [("endpoint", endpoint.name), ("result", outcome.rawValue)], value: Double(count))
        }
      })
    family(
      "milepost_endpoint_up", .gauge, "1 while the endpoint is active, 0 while it is paused or disabled.",
      each { $0.state == "active" ? 1 : 0 })
    family(
      "milepost_endpoint_breaker_open", .gauge,
      "1 while the endpoint fails so often that only probes go out to it, else 0.",
      each { $0.breaker?.isOpen ?? false ? 1 : 0 })
    family(
      "milepost_endpoint_failures_in_row", .gauge, "Tries that failed since the endpoint last took a message.",
      each { Double($0.breaker?.row ?? 0) })
    family("milepost_outbox_pending", .gauge, "Messages that wait for the endpoint.", each { Double($0.pending) })
    family("milepost_outbox_given_up", .gauge, "Messages that were given up and are kept.", each { Double($0.dead) })
    family(
      "milepost_outbox_oldest_age_seconds", .gauge, "Age of the longest waiting message; 0 when none waits.",
      each { $0.oldestPending.map { Double(max(0, now.since($0))) / 1000 } ?? 0 })
    histogram(
      "milepost_delivery_latency_seconds",
      "From the moment at which an alert was due to the receiver's success, since the service started.", seen.latency)
    histogram("milepost_delivery_attempt_duration_seconds", "Duration of single tries.", seen.tries)
  }

  fileprivate mutating func service(_ meters: Meters, files: (database: Int64, log: Int64), ledger: Int64) {
    let seen = meters.reading
    histogram("milepost_tick_duration_seconds", "Duration of a batch of the tick that judges what is due.", seen.ticks)
    histogram("milepost_tick_batch_milestones", "Milestones judged in a batch of the tick.", seen.batches)
    counter("milepost_tick_failures_total", "Ticks that failed since the service started.", seen.tickFailures)
    family(
      "milepost_last_sweep_timestamp_seconds", .gauge, "When the sweep that guards the timer last ran.",
      [Sample(value: Double((seen.lastSweep ?? meters.startedAt).milliseconds) / 1000)])
    gauge("milepost_ledger_entries", "Entries of the ledger.", ledger)
    gauge("milepost_database_size_bytes", "Size of the database's file.", files.database)
    gauge("milepost_database_log_size_bytes", "Size of the database's write-ahead log.", files.log)
    family(
      "milepost_build_info", .gauge, "1, with the version as a label.",
      [Sample(labels: [("version", MilepostVersion.current)], value: 1)])
  }

  fileprivate mutating func process(startedAt: Instant) {
    family(
      "process_start_time_seconds", .gauge, "When the service started, in seconds since 1970.",
      [Sample(value: Double(startedAt.milliseconds) / 1000)])
    guard let measures = ProcessMeasures() else { return }
    family("process_cpu_seconds_total", .counter, "Processor time used.", [Sample(value: measures.cpuSeconds)])
    gauge("process_resident_memory_bytes", "Memory in use.", measures.residentBytes)
    gauge(
      "milepost_heap_bytes", "Memory that the allocator has given out, SQLite's caches among it.",
      Int(milepost_held_bytes()))
    gauge("process_open_fds", "Open file descriptors.", measures.descriptors)
  }
}
