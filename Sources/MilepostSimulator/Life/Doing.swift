import MilepostCore
import MilepostEngine
import MilepostStore

/// How deeds are done, and what becomes of the books by them.
extension Life {
  enum Outcome {
    case done, refused
    /// The disk failed: it may have been done, or not.
    case unsure
  }

  func attempt(_ deed: Deed) async {
    guard let engine else { return }
    tally.deeds += 1
    (isActing, entries) = (true, [])
    books.remember(in: calendars)
    let changesNothing = deed.mayChangeNothing(in: books)
    if deed.movesCalls { calmSince = clock.now().milliseconds }
    var outcome = Outcome.done
    do {
      try await perform(deed, on: engine)
    } catch let refusal as Refusal {
      outcome = Life.isOfStorage(refusal) ? .unsure : .refused
      if outcome == .refused { tally.refusals += 1 }
    } catch {
      books.violation("an error that is no refusal: \(error)")
    }
    await engine.settled()
    tell("\(deed): \(outcome)")
    if outcome == .unsure { await makeSure() }
    if disk.isDown { await reboot() }
    observe()
    isActing = false
    let wanted = deed.entry(in: books)
    let isThere = entries.contains { $0.action == wanted.action && $0.subject == wanted.subject }
    if outcome == .done, !changesNothing { books.require(isThere, "acknowledged, and not in the ledger: \(wanted)") }
    if outcome == .refused { books.require(!isThere, "refused, and in the ledger: \(wanted)") }
    if isThere { apply(deed) }
    judgeFresh()
    if isThere, outcome == .done { judge(deed) }
  }

  static func isOfStorage(_ refusal: Refusal) -> Bool {
    [.storageFull, .storageFailed, .databaseCorrupt, .databaseLocked].contains(refusal.code)
  }

  /// After a failed commit nobody knows whether it stands until the machine has started anew, or the next commit does.
  private func makeSure() async {
    disk.heal()
    guard !disk.isDown, !dice.once(in: 2) else { return await reboot() }
    do {
      try store?.write { writer in
        let note = try writer.reader.note(.calendars) ?? ""
        try writer.setNote(.calendars, note)
      }
    } catch {
      await reboot()
    }
  }

  private func perform(_ deed: Deed, on engine: Engine) async throws {
    let by = Deed.author
    func point(_ id: Int64) throws -> Books.Point {
      guard let point = books.points[id] else { throw Refusal(.unknownMilestone, en: "gone", zh: "无") }
      return point
    }
    switch deed {
    case .addProject(let key, let work):
      var policy = work.policy.draft
      if mutation == .wrongHour { policy.alertMinute = max(0, work.policy.minute - 60) }
      _ = try await engine.addProject(
        ProjectDraft(key: key, name: "Works \(key)", zone: work.zone.name, calendar: work.calendar, policy: policy),
        by: by)
    case .addMilestone(let project, let draft, _, _): _ = try await engine.addMilestone(project, draft, by: by)
    case .move(let id, let due):
      _ = try await engine.editMilestone(point(id).project, point(id).key, MilestoneDraft(due: due), by: by)
    case .setOwnPolicy(let id, let policy):
      _ = try await engine.editMilestone(point(id).project, point(id).key, MilestoneDraft(policy: policy.draft), by: by)
    case .setPolicy(let project, let policy):
      _ = try await engine.editProject(project, ProjectDraft(policy: policy.draft), by: by)
    case .setZone(let project, let zone):
      _ = try await engine.editProject(project, ProjectDraft(zone: zone.name), by: by)
    case .expect(let id, let date):
      _ = try await engine.expect(point(id).project, point(id).key, date: date, by: by)
    case .reach(let id): _ = try await engine.reach(point(id).project, point(id).key, by: by)
    case .reopen(let id): _ = try await engine.reopen(point(id).project, point(id).key, by: by)
    case .remove(let id): try await engine.removeMilestone(point(id).project, point(id).key, by: by)
    case .archive(let project): _ = try await engine.archiveProject(project, by: by)
    case .report(let id, let value):
      _ = try await engine.report(point(id).project, point(id).key, value: value, by: by)
    case .addDoor(let name, let projects):
      _ = try await engine.addEndpoint(
        EndpointDraft(name: name, url: "https://\(name).example.org/hook", secret: Life.secret, projects: projects),
        by: by)
    case .pause(let name): _ = try await engine.setEndpoint(name, state: .paused, by: by)
    case .resume(let name): _ = try await engine.setEndpoint(name, state: .active, by: by)
    case .removeDoor(let name): try await engine.removeEndpoint(name, by: by)
    case .acknowledge(let id):
      // Whether it came through or not, from here on it may have.
      if let alert = books.alerts.entries.last(where: { $0.id == id }) { books.alerts.inHand.insert(alert.milestone) }
      _ = try await engine.acknowledge(alert: id, by: by)
    case .addActivity(let project, let draft): _ = try await engine.addActivity(project, draft, by: by)
    case .startActivity(let project, let key): _ = try await engine.startActivity(project, key, by: by)
    case .progressActivity(let project, let key, let remaining):
      _ = try await engine.progressActivity(project, key, remaining: remaining, by: by)
    case .finishActivity(let project, let key): _ = try await engine.finishActivity(project, key, by: by)
    }
  }

  private func apply(_ deed: Deed) {
    let now = clock.now().milliseconds
    switch deed {
    case .addProject(let key, let work):
      books.works[key] = work
      activities[key] = []
    case .addMilestone(let project, let draft, let policy, let isPlain):
      guard let row = try? witness.milestone(draft.key ?? "", of: project) else { return }
      books.points[row.id] = Books.Point(
        id: row.id, project: project, key: draft.key ?? "", due: row.due, policy: policy, isOpen: row.isOpen,
        isPlain: isPlain, since: now)
    case .move(let id, _):
      guard let point = books.points[id], let row = try? witness.milestone(point.key, of: point.project) else { return }
      if row.due != point.due {
        books.points[id]?.due = row.due
        books.points[id]?.since = now
      }
    case .setOwnPolicy(let id, let policy): books.points[id]?.policy = policy
    case .setPolicy(let project, let policy): books.works[project]?.policy = policy
    case .setZone(let project, let zone): books.works[project]?.zone = zone
    case .reach(let id), .remove(let id): books.points[id]?.isOpen = false
    case .report(let id, _):
      guard let point = books.points[id], let row = try? witness.milestone(point.key, of: point.project) else { return }
      books.points[id]?.isOpen = row.isOpen
    case .reopen(let id):
      books.points[id]?.isOpen = true
      books.points[id]?.since = now
    case .archive(let project): books.works[project]?.isArchived = true
    case .addDoor(let name, let projects):
      books.doors[name] = Books.Door(projects: projects)
      town.open(name)
    case .pause(let name):
      books.doors[name]?.isPaused = true
      books.doors[name]?.isDisabled = false
    case .resume(let name):
      books.doors[name]?.isPaused = false
      books.doors[name]?.isDisabled = false
    case .removeDoor(let name): books.doors[name]?.isRemoved = true
    case .addActivity(let project, let draft): activities[project, default: []].append(draft.key ?? "")
    case .expect, .acknowledge, .startActivity, .progressActivity, .finishActivity: break
    }
    if case .remove(let id) = deed { removed.insert(id) }
  }

  /// What a deed that was acknowledged brings at once.
  private func judge(_ deed: Deed) {
    let now = clock.now().milliseconds
    switch deed {
    case .addMilestone(let project, let draft, _, _):
      guard let id = books.points.values.first(where: { $0.project == project && $0.key == draft.key })?.id else {
        return
      }
      books.judgeBeginning(of: id, now: now, in: calendars)
    case .move(let id, _), .reopen(let id): books.judgeBeginning(of: id, now: now, in: calendars)
    default: break
    }
  }
}
