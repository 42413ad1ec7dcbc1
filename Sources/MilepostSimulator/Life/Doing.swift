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
    (isActing, entries, knownWake) = (true, [], nil)
    books.remember(in: calendars)
    let hands = books.hands
    let waiting = look { try self.witness.pairs(isPending: true) } ?? []
    actedAt = clock.now().milliseconds
    books.loosen(now: clock.now().milliseconds, time: clock.time)
    let changesNothing = deed.mayChangeNothing(in: books)
    if deed.movesCalls { calmSince = clock.now().milliseconds }
    var outcome = Outcome.done
    do {
      try await perform(deed, on: engine)
    } catch let refusal as Refusal {
      outcome = Life.isOfStorage(refusal) ? .unsure : .refused
      if outcome == .refused { tally.refusals += 1 }
      tell("\(refusal.code.rawValue): \(refusal.text.en)")
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
    let isThere = entries.contains { $0.action == wanted.action && $0.subject == wanted.subject ?? $0.subject }
    if outcome == .done, !changesNothing { books.require(isThere, "acknowledged, and not in the ledger: \(wanted)") }
    if outcome == .refused { books.require(!isThere, "refused, and in the ledger: \(wanted)") }
    if isThere { apply(deed) }
    judgeTakenBack(waiting, by: deed)
    if outcome == .refused { books.hands = hands }
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
        // Another one in between: SQLite writes nothing where nothing changes, and so decides nothing.
        try writer.setNote(.calendars, note + " ")
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
    case .apply(let project, let draft, _, let moved, let due):
      let other = try moved.map { MilestoneDraft(key: try point($0).key, due: due) }
      let plan = PlanDocument.ProjectPlan(
        project: ProjectDraft(key: project), milestones: [draft, other].compactMap(\.self))
      _ = try await engine.apply(PlanDocument(projects: [plan]), dryRun: false, by: by)
    case .bringIn(let bringing): try await bringIn(bringing, on: engine)
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
    case .check(let id, let check, let hasPassed):
      _ = try await engine.check(
        point(id).project, point(id).key, check: check, result: hasPassed.map { $0 ? .passed : .failed },
        checkedBy: "somebody", by: by)
    case .addDoor(let name, let projects, let rate, let concurrency):
      var options = EndpointOptionsDraft()
      options.rate = rate?.text
      options.concurrency = concurrency
      _ = try await engine.addEndpoint(
        EndpointDraft(
          name: name, url: "https://\(name).example.org/hook", secret: Life.secret, projects: projects,
          options: options), by: by)
    case .pause(let name): _ = try await engine.setEndpoint(name, state: .paused, by: by)
    case .resume(let name): _ = try await engine.setEndpoint(name, state: .active, by: by)
    case .removeDoor(let name): try await engine.removeEndpoint(name, by: by)
    case .acknowledge(let id, let hours):
      noteHand(of: id)
      _ = try await engine.acknowledge(alert: id, until: hours.map { "\($0)h" }, by: by)
    case .snooze(let id, let hours):
      noteHand(of: id)
      _ = try await engine.snooze(alert: id, until: "\(hours)h", by: by)
    case .unacknowledge(let id):
      noteHand(of: id)
      _ = try await engine.unacknowledge(alert: id, by: by)
    case .silence(let conditions, let hours, let after):
      let start = after > 0 ? Life.words(of: Life.start(after: after, from: actedAt)) : nil
      _ = try await engine.addSilence(
        SilenceDraft(match: conditions.map(\.text), start: start, span: "\(hours)h", comment: "quiet"), by: by)
    case .expire(let id): _ = try await engine.expireSilence(id, by: by)
    case .setWays(let way):
      _ = try await engine.applyRoutes(way?.forms(below: nil) ?? [], dryRun: false, by: by)
    case .addActivity(let project, let draft): _ = try await engine.addActivity(project, draft, by: by)
    case .startActivity(let project, let key): _ = try await engine.startActivity(project, key, by: by)
    case .progressActivity(let project, let key, let remaining):
      _ = try await engine.progressActivity(project, key, remaining: remaining, by: by)
    case .finishActivity(let project, let key): _ = try await engine.finishActivity(project, key, by: by)
    }
  }

  /// Whether it comes to that or not, from here on somebody may have it in hand.
  private func noteHand(of id: Int64) {
    if let alert = books.alerts.entry(id), alert.milestone != 0 {
      books.hands[alert.milestone] = .maybe
      books.forgetChains(of: alert.milestone)
    }
  }
}

extension Way {
  /// As the service takes them: parents before their children.
  func forms(below parent: String?) -> [RouteForm] {
    var form = RouteForm()
    (form.name, form.parent, form.to, form.match) = (name, parent, to, conditions.map(\.text))
    form.continues = continues
    (form.quiet, form.workingDays, form.digest) = (hours.quietText, hours.workingDays, hours.digestText)
    if let group = hours.group { (form.groupWait, form.groupInterval) = ("\(group.wait)m", "\(group.interval)m") }
    form.escalate = levels?.map { RouteForm.Level(after: "\($0.hours)h", to: $0.to) }
    return [form] + below.flatMap { $0.forms(below: name) }
  }
}
