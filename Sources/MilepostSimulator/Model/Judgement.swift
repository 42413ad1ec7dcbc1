import MilepostCore

/// What the model demands of every look at the deadlines, and of every alert that has come.
extension Books {
  private static let latenessMaxMs: Int64 = 1000

  /// Judges alerts that are new since the last time.
  mutating func judge(
    _ fresh: [AlertBook.Entry], in calendars: [String: WorkCalendar], known: [String: WorkCalendar], calmSince: Int64,
    isShaken: Bool
  ) {
    var perPoint: [Int64: Int] = [:]
    for entry in fresh {
      require(alerts.add(entry), "told twice: \(entry)")
      guard let point = points[entry.milestone] else {
        noteHush(over: entry)
        noteWait(of: entry, from: entry.firedAt)
        continue
      }
      if entry.isOfDates {
        perPoint[entry.milestone, default: 0] += 1
        require(isLive(point), "told of what is reached, removed or archived: \(entry)")
        if case .recurring(let rhythm) = point.kind { judge(entry, of: point, rhythm) }
        judge(entry, of: point, in: calendars, known: known, calmSince: calmSince)
        expectTelling(of: entry, isNews: false, isShaken: isShaken)
      } else if entry.rule.hasPrefix("event:") {
        expectTelling(of: entry, isNews: true, isShaken: isShaken)
      } else {
        // What it has climbed goes on with the next alert of the date.
        forgetChains(of: entry.milestone)
        noteHush(over: entry)
        noteWait(of: entry, from: entry.firedAt)
      }
    }
    for (id, count) in perPoint where count > 1 && points[id]?.isPlain == true {
      // A failed look may have left one that nobody saw, and a change may bring one of its own.
      require(count <= 2, "\(count) alerts of milestone \(id) at one look")
    }
  }

  private mutating func judge(
    _ entry: AlertBook.Entry, of point: Point, in calendars: [String: WorkCalendar],
    known: [String: WorkCalendar], calmSince: Int64
  ) {
    guard point.isPlain else { return }
    let promises = [calendars, known].compactMap { promise(of: point, in: $0) } + point.was
    let fitting = promises.first { $0.moment(rule: entry.rule, occurrence: entry.occurrence) == entry.scheduledAt }
    guard let fitting else {
      let wanted = promises.first?.moment(rule: entry.rule, occurrence: entry.occurrence)
      return violation(
        "\(entry) of \(point.project)/\(point.key) was to come at \(wanted.map(String.init) ?? "no time")")
    }
    require(entry.firedAt >= entry.scheduledAt, "told before its time: \(entry)")
    if entry.scheduledAt > max(calmSince, point.since) {
      require(entry.firedAt - entry.scheduledAt <= Self.latenessMaxMs, "nobody was away, and it came late: \(entry)")
    }
    let urgency = entry.rule == "overdue" ? 2 : entry.rule == "due" ? 1 : 0
    let ordinal = Int(entry.occurrence.split(separator: "#").last ?? "") ?? 0
    let lead = Int(entry.rule.dropFirst(5).dropLast()) ?? 0
    let rank = Promise.Rank(urgency: urgency, at: entry.scheduledAt, ordinal: urgency == 2 ? ordinal : -lead)
    alerts.noteRank(rank, milestone: point.id, due: fitting.due, firedAt: entry.firedAt)
  }

  /// After a look that succeeded at `now`: whatever was to be told by then has been told.
  mutating func judgeSilence(now: Int64, in calendars: [String: WorkCalendar], isShaken: Bool) {
    for (id, point) in points.sorted(by: { $0.key < $1.key }) where point.isPlain && isLive(point) {
      points[id]?.since = min(point.since, now)
      guard let promise = promise(of: point, in: calendars),
        let call = promise.newest(after: max(lookedAt, point.since), through: now)
      else { continue }
      require(
        alerts.isTold(call, milestone: id, due: point.due),
        "silence: \(call.rule) \(call.occurrence) of \(point.project)/\(point.key) (\(id)), due at \(call.at), now \(now)"
      )
    }
    if !isShaken { judgeRhythms(now: now, in: calendars) }
    lookedAt = now
    furthest = max(furthest, now)
  }

  /// A promise that was made or moved now: what its day has already brought is told at once.
  mutating func judgeBeginning(of id: Int64, now: Int64, in calendars: [String: WorkCalendar]) {
    guard let point = points[id], point.isPlain, isLive(point), let promise = promise(of: point, in: calendars),
      let call = promise.already(at: now)
    else { return }
    require(
      alerts.isTold(call, milestone: id, due: point.due),
      "silence at the beginning: \(call.rule) \(call.occurrence) of \(point.project)/\(point.key), now \(now)")
  }
}
