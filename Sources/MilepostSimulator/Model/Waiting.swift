import MilepostCore

/// A message that waits for its hour, or for others of its group.
struct Wait {
  var alert: Int64
  var taker: String
  /// By the machine's clock: since when it waits, before when it is not to be written, and by when it must be.
  var since: Int64
  var from: Int64
  var by: Int64
  var era: Int
  /// False of alerts of kinds of which only this is known: others go out along with them.
  var isKnown = true
}

/// A row of the outbox as it was seen to come: of several alerts, one for each.
struct Writing {
  var id: Int64
  var alert: Int64
  var endpoint: String
  var createdAt: Int64
  /// The level that it tells, from 1; nil: it tells the alert itself.
  var level: Int?
}

extension Books {
  /// Has an alert go to those who get it now, at once or when their hours allow.
  ///
  /// - Parameter kept: of those who may have it, who must; nil: all.
  mutating func tell(_ entry: AlertBook.Entry, only kept: Set<String>?, now: Int64) {
    let facts = facts(of: entry)
    let there = doors(for: facts.project)
    guard let ways else {
      alerts.tellings[entry.id]?.must.formUnion(kept.map { there.intersection($0) } ?? there)
      alerts.tellings[entry.id]?.may.formUnion(there)
      return
    }
    for (name, end) in ways.takers(of: facts, among: there).sorted(by: { $0.key < $1.key }) {
      alerts.tellings[entry.id]?.may.insert(name)
      guard kept?.contains(name) ?? true else { continue }
      let span = place(of: facts.project).map { end.hours.span(from: now, scheduled: entry.scheduledAt, at: $0) }
      // A digest of this very moment is written by itself: who dies before that, may find it over.
      if let span, span.by > now || end.hours.digest != nil {
        waits.append(
          Wait(alert: entry.id, taker: name, since: now, from: span.from, by: span.by, era: era))
      } else {
        alerts.tellings[entry.id]?.must.insert(name)
      }
    }
  }

  /// An alert of another kind, or one of which it is not known who may have it, waits, perhaps.
  mutating func noteWait(of entry: AlertBook.Entry, from now: Int64) {
    let facts = facts(of: entry)
    guard let ways else { return }
    for (name, end) in ways.takers(of: facts, among: Set(doors.keys)).sorted(by: { $0.key < $1.key }) {
      // Of the service's own the hours are not known: a day at most, and a month to a digest.
      let span =
        place(of: facts.project).map { end.hours.span(from: now, scheduled: entry.scheduledAt, at: $0) }
        ?? (from: now, by: now + 40 * 86_400_000)
      guard span.by > now else { continue }
      waits.append(
        Wait(alert: entry.id, taker: name, since: now, from: span.from, by: span.by, era: era, isKnown: false))
    }
  }

  func place(of project: String) -> Hours.Place? {
    works[project].map {
      Hours.Place(
        zone: $0.zone, calendar: calendars[$0.calendar] ?? .weekdays, morning: $0.policy.minute)
    }
  }

  /// Other ways, zones, calendars or hours hold from now on.
  mutating func turnEra() {
    era += 1
    for milestone in current.keys { forgetChains(of: milestone) }
    for wait in waits { loose.insert(wait.alert) }
  }

  /// Rows that are new in the outbox: none before its hour.
  mutating func judge(_ fresh: [Writing], calmSince: Int64, isShaken: Bool) {
    for writing in fresh {
      if let level = writing.level {
        judge(writing, level, calmSince: calmSince, isShaken: isShaken)
        continue
      }
      let early = waits.first {
        $0.isKnown && $0.alert == writing.alert && $0.taker == writing.endpoint && $0.era == era
          && $0.from > writing.createdAt
          && $0.since > calmSince
      }
      guard let early, !isAlong(writing) else { continue }
      violation(
        "alert \(writing.alert) was written to \(writing.endpoint) at \(writing.createdAt), before \(early.from)")
    }
  }

  /// What comes while others wait goes out with them, in their hour or in one that was set before other hours held; with
  /// those as well that waited for somebody who is there no more.
  private func isAlong(_ writing: Writing) -> Bool {
    waits.contains { wait in
      let isHere = doors[wait.taker].map { !$0.isDisabled && !$0.isRemoved } ?? false
      return (wait.taker == writing.endpoint || !isHere) && wait.alert != writing.alert
        && (wait.era != era || wait.from <= writing.createdAt)
    }
  }

  /// After a look that succeeded: whatever was to wait until now, and still is to be told, has been written.
  mutating func judgeWaits(now: Int64, isShaken: Bool) {
    var postponed: [Wait] = []
    for wait in waits where wait.isKnown && wait.by <= now {
      guard let entry = alerts.entry(wait.alert) else { continue }
      let point = points[entry.milestone]
      let isNews = entry.rule.hasPrefix("event:")
      let stands = current[entry.milestone] == entry.id && hands[entry.milestone] == nil && point?.isRecurring == false
      let isThere = doors[wait.taker].map { !$0.isDisabled && !$0.isRemoved } ?? false
      let hush = hush(over: facts(of: entry), at: now)
      if !isShaken, wait.era == era, isThere, isNews || stands, hush == nil {
        alerts.tellings[entry.id]?.must.insert(wait.taker)
      } else {
        loose.insert(entry.id)
      }
      guard isShaken || wait.era != era || hush != nil else { continue }
      // It may have been put off to another hour, past days off, or to one after the silence: what comes meanwhile goes
      // out along.
      postponed.append(
        Wait(
          alert: wait.alert, taker: wait.taker, since: now, from: now,
          by: max(now, hush?.times.upperBound ?? now) + 40 * 86_400_000, era: era, isKnown: false))
    }
    waits = waits.filter { $0.by > now } + postponed
  }
}
