import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostStore

extension RouteView {
  init(_ route: Route, endpoints: [Endpoint]) {
    let form = RouteForm(route)
    self.init()
    name = form.name
    parent = form.parent
    match = form.match
    to = form.to
    self.continue = form.continues
    groupBy = form.groupBy
    groupWait = form.groupWait
    groupInterval = form.groupInterval
    escalate = form.escalate?.map { Level(after: $0.after, to: $0.to) }
    quiet = form.quiet
    workingDays = form.workingDays
    digest = form.digest
    zone = form.zone
    calendar = form.calendar
    let named = route.to + (route.escalate ?? []).flatMap(\.to)
    let gone = named.filter { name in !endpoints.contains { $0.name == name && $0.state != .disabled } }
    missing = gone.isEmpty ? nil : Set(gone).sorted()
  }
}

extension RouteTestView {
  init(_ test: RouteTest) {
    self.init(
      labels: test.facts.values.filter { !$0.value.isEmpty },
      routes: test.verdicts.map { verdict in
        Verdict(
          route: verdict.route, depth: verdict.depth,
          matchers: verdict.matchers.map { Answer(matcher: $0.matcher, actual: $0.actual, holds: $0.holds) },
          taken: verdict.isTaken)
      },
      targets: test.targets.map { target in
        let isGrouped = target.route.wait > 0 || target.route.interval > 0 || target.route.digest != nil
        return Target(
          webhook: target.endpoint, route: target.route.name, at: target.at.rfc3339,
          atLocal: LocalTime.text(target.at, in: test.zone),
          groupBy: isGrouped ? target.route.groupBy ?? ["project"] : nil, digest: target.route.digest?.text)
      },
      levels: test.levels.map {
        Level(route: $0.route, level: $0.level, atLocal: LocalTime.text($0.at, in: test.zone), to: $0.to)
      }, silencedBy: test.silencedBy)
  }
}

extension SilenceView {
  init(_ silence: Silence, now: Instant) {
    let isOver = silence.endedAt != nil || silence.endsAt <= now
    self.init(
      id: silence.id, match: silence.match, startsAt: silence.startsAt.rfc3339, endsAt: silence.endsAt.rfc3339,
      author: silence.author, comment: silence.comment,
      state: isOver ? "expired" : silence.startsAt > now ? "pending" : "active")
  }

  init(_ preview: SilencePreview, now: Instant, names: inout Names) throws {
    self.init(preview.silence, now: now)
    alerts = preview.alerts.count
    shown = try preview.alerts.prefix(10).map { try AlertView($0, names: &names) }
    matchesAll = preview.matchesAll
  }
}

extension AlertDetailView {
  init(_ alert: Alert, reader: StoreReader) throws {
    var names = Names(reader)
    let endpoints = Dictionary(try reader.endpoints().map { ($0.id, $0) }) { first, _ in first }
    let gone = Endpoint(name: "?", url: "", secret: "")
    let sentence = AlertBody.sentence(of: alert.body)
    self.init(
      alert: try AlertView(alert, names: &names), messageEn: sentence.en, messageZh: sentence.zh,
      messages: try reader.deliveries(alertID: alert.toldBy ?? alert.id).map { delivery in
        let endpoint = endpoints[delivery.endpointID] ?? gone
        let own = delivery.alertID == alert.id ? alert : nil
        return Message(
          webhook: endpoint.name, delivery: try DeliveryView(delivery, to: endpoint, alert: own, names: &names))
      },
      waiting: try reader.endpointsWaiting(alertIDs: [alert.id]).compactMap { endpoints[$0]?.name }.sorted(),
      levels: try reader.escalations(alertID: alert.id).map {
        Level(route: $0.route, level: $0.level, dueAt: $0.dueAt.rfc3339, toldAt: $0.toldAt?.rfc3339)
      },
      acts: try reader.acts(alertID: alert.id).map {
        Act(at: $0.at.rfc3339, author: $0.author, action: $0.action, detail: $0.detail)
      })
  }
}
