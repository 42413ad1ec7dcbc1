import MilepostCore
import MilepostEngine

/// What becomes of the books by a deed.
extension Life {
  func apply(_ deed: Deed) {
    let now = clock.now().milliseconds
    switch deed {
    case .addProject(let key, let work):
      books.works[key] = work
      activities[key] = []
    case .addMilestone(let project, let draft, let policy, let kind): enter(draft, in: project, policy, kind)
    case .apply(let project, let draft, let policy, let moved, _):
      enter(draft, in: project, policy, .date)
      if let moved {
        refresh(moved)
        fromPlans.remove(moved)
      }
    case .bringIn(let bringing): apply(bringing)
    case .move(let id, _):
      refresh(id)
      fromPlans.remove(id)
    case .check(let id, let check, let hasPassed):
      guard case .gate(var checks) = books.points[id]?.kind else { return }
      checks[check] = .some(hasPassed)
      let isVetoed = checks.values.contains { $0 == false }
      let since = books.points[id]?.vetoedAt ?? actedAt
      books.points[id]?.vetoedAt = isVetoed ? since : nil
      books.points[id]?.kind = .gate(checks)
      setOpen(id, !checks.values.allSatisfy { $0 == true })
    case .setOwnPolicy(let id, let policy):
      books.points[id]?.policy = policy
      beginRhythmsAnew { $0.id == id }
    case .setPolicy(let project, let policy):
      books.works[project]?.policy = policy
      beginRhythmsAnew { $0.project == project }
    case .setZone(let project, let zone):
      books.works[project]?.zone = zone
      beginRhythmsAnew { $0.project == project }
    case .reach(let id):
      if case .recurring = books.points[id]?.kind, let zone = books.works[books.points[id]?.project ?? ""]?.zone {
        books.points[id]?.reached.insert(zone.day(at: now))
        books.points[id]?.since = now
        finish(id)
      } else {
        close(id)
      }
    case .remove(let id): close(id)
    case .report(let id, _):
      guard let point = books.points[id],
        let row = look({ try self.witness.milestone(point.key, of: point.project) }) ?? nil
      else { return }
      if !row.isOpen, point.isOpen { close(id) }
      setOpen(id, row.isOpen)
    case .reopen(let id):
      books.forgetStanding(id, isGone: false)
      setOpen(id, true)
      books.points[id]?.since = now
    case .archive(let project):
      books.works[project]?.isArchived = true
      for point in books.points.values where point.project == project {
        books.forgetStanding(point.id, isGone: false)
      }
    case .addDoor(let name, let projects, let rate, _):
      books.doors[name] = Books.Door(projects: projects)
      town.open(name, rate: rate)
    case .acknowledge(let id, let hours): rest(id, hours, isAgain: false)
    case .snooze(let id, let hours): rest(id, hours, isAgain: false)
    case .unacknowledge(let id): rest(id, nil, isAgain: true)
    case .silence(let conditions, let hours, let after): hush(conditions, hours, after)
    case .expire(let id): books.end(id, now: now, time: clock.time, isShaken: isShaken)
    case .setWays(let way): books.ways = way
    case .pause(let name): books.doors[name]?.isPaused = true
    case .resume(let name): books.doors[name]?.isPaused = false
    case .removeDoor(let name): books.doors[name]?.isRemoved = true
    case .addActivity(let project, let draft): activities[project, default: []].append(draft.key ?? "")
    case .expect, .startActivity, .progressActivity, .finishActivity: break
    }
    if case .remove(let id) = deed { removed.insert(id) }
    if deed.turnsEra { books.turnEra() }
    noteWord(deed)
  }

  /// Somebody has said a word of it, or of work that may drive it.
  private func noteWord(_ deed: Deed) {
    switch deed {
    case .apply(_, _, _, let moved, _): if let moved, books.current[moved] != nil { books.forgetChains(of: moved) }
    case .startActivity(let project, _), .progressActivity(let project, _, _), .finishActivity(let project, _):
      for id in books.current.keys where books.points[id]?.project == project { books.forgetChains(of: id) }
    default: if let id = deed.milestone, books.current[id] != nil { books.takeBackLevels(of: id) }
    }
  }

  /// What a deed that was acknowledged brings at once.
  func judge(_ deed: Deed) {
    let now = clock.now().milliseconds
    switch deed {
    case .addMilestone(let project, let draft, _, _), .apply(let project, let draft, _, _, _):
      guard let id = books.points.values.first(where: { $0.project == project && $0.key == draft.key })?.id else {
        return
      }
      books.judgeBeginning(of: id, now: now, in: calendars)
    case .bringIn(let bringing): judge(bringing, now: now)
    case .move(let id, _), .reopen(let id): books.judgeBeginning(of: id, now: now, in: calendars)
    case .check(let id, let check, false):
      guard let point = books.points[id], point.isOpen else { return }
      let isTold = books.alerts.entries.contains {
        $0.milestone == id && $0.type == "gate.vetoed" && $0.firedAt >= point.vetoedAt ?? .max
      }
      books.require(isTold, "silence: \(check) of \(point.project)/\(point.key) failed, and nobody is told")
    default: break
    }
  }

  func enter(_ draft: MilestoneDraft, in project: String, _ policy: Promise.Policy?, _ kind: Books.Kind) {
    guard let row = look({ try self.witness.milestone(draft.key ?? "", of: project) }) ?? nil else { return }
    // What recurs is due another day each time; the day from which it does stays.
    let start = draft.repeats?.start.flatMap { CivilDate($0) }
    books.points[row.id] = Books.Point(
      id: row.id, project: project, key: draft.key ?? "", due: start ?? row.due, policy: policy, isOpen: row.isOpen,
      kind: kind, since: clock.now().milliseconds)
  }

  /// An occurrence that has given way to the next does not come back when its hour is moved.
  func beginRhythmsAnew(where isMoved: (Books.Point) -> Bool) {
    for point in books.points.values where point.isRecurring && isMoved(point) {
      books.points[point.id]?.since = clock.now().milliseconds
    }
  }

  func refresh(_ id: Int64) {
    guard let point = books.points[id],
      let row = look({ try self.witness.milestone(point.key, of: point.project) }) ?? nil,
      row.due != point.due
    else { return }
    books.points[id]?.due = row.due
    books.points[id]?.since = clock.now().milliseconds
    books.loose.formUnion(books.alerts.entries.filter { $0.milestone == id }.map(\.id))
    books.forgetStanding(id, isGone: false)
  }

  func close(_ id: Int64) {
    books.points[id]?.isOpen = false
    finish(id)
  }

  private func setOpen(_ id: Int64, _ isOpen: Bool) {
    let wasOpen = books.points[id]?.isOpen ?? isOpen
    books.points[id]?.isOpen = isOpen
    guard isOpen, !wasOpen else { return }
    books.reopen(id, time: clock.time)
    // What was taken back of it is told to those who are there now.
    books.loose.formUnion(books.alerts.entries.filter { $0.milestone == id }.map(\.id))
  }

  private func finish(_ id: Int64) {
    books.forgetStanding(id, isGone: true)
    // Whoever is away gets the whole story.
    let absent = look { try self.witness.absent() } ?? []
    books.end(of: id, time: clock.time, underWay: rounds?.heldMessages ?? [], absent: absent)
  }

  /// Somebody has taken an alert in hand, has put it off, or has taken that back.
  private func rest(_ id: Int64, _ hours: Int?, isAgain: Bool) {
    guard let alert = books.alerts.entry(id), alert.milestone != 0 else { return }
    books.rests[id] = nil
    books.forgetChains(of: alert.milestone)
    guard !isAgain else {
      if books.current[alert.milestone] == id { books.hands[alert.milestone] = nil }
      return books.tellAgain(id, now: clock.now().milliseconds, isShaken: isShaken)
    }
    if let hours { books.rests[id] = actedAt + Int64(hours) * 3_600_000 }
    if books.current[alert.milestone] == id { books.hands[alert.milestone] = .sure }
  }
}
