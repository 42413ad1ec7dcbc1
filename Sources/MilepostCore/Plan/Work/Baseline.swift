/// The dates agreed at a moment, under a name. Never changed.
package struct Baseline: Hashable, Sendable {
  /// Where one thing stood.
  package struct Entry: Hashable, Sendable {
    package var key: String
    package var noun: PlanNode.Noun
    package var name: String
    package var nameEn: String?
    /// Of an activity.
    package var start: CivilDate?
    /// The forecast, or the actual date, of that moment.
    package var finish: CivilDate
    /// Of a milestone: what was promised.
    package var due: CivilDate?

    package init(
      key: String, noun: PlanNode.Noun, name: String, nameEn: String?, start: CivilDate?, finish: CivilDate,
      due: CivilDate?
    ) {
      self.key = key
      self.noun = noun
      self.name = name
      self.nameEn = nameEn
      self.start = start
      self.finish = finish
      self.due = due
    }
  }

  package var id: Int64
  package var projectID: Int64
  package var name: String
  package var at: Instant
  package var author: String
  package var note: String?

  package init(
    id: Int64 = 0, projectID: Int64, name: String, at: Instant, author: String, note: String? = nil
  ) {
    self.id = id
    self.projectID = projectID
    self.name = name
    self.at = at
    self.author = author
    self.note = note
  }
}

/// How far something has moved since a baseline.
package struct BaselineVariance: Hashable, Sendable {
  package enum Change: String, Sendable { case none, moved, added, removed }

  package var change: Change
  /// As it was; nil when it has been added since.
  package var before: Baseline.Entry?
  /// As it is; nil when it has been removed since.
  package var now: Baseline.Entry?
  /// Working days by which the finish has moved; negative is earlier.
  package var finishDays: Int
  /// Working days by which the due date has moved.
  package var dueDays: Int

  /// What a project looked like and looks like now, side by side: in the order of now, what was removed at the end.
  package static func compare(
    _ before: [Baseline.Entry], with now: [Baseline.Entry], calendar: WorkCalendar
  ) -> [BaselineVariance] {
    let old = Dictionary(before.map { ($0.key, $0) }) { first, _ in first }
    let kept = now.map { entry -> BaselineVariance in
      guard let was = old[entry.key], was.noun == entry.noun else {
        return BaselineVariance(change: .added, before: nil, now: entry, finishDays: 0, dueDays: 0)
      }
      let finish = calendar.workingDays(from: was.finish, to: entry.finish)
      var due = 0
      if let from = was.due, let to = entry.due { due = calendar.workingDays(from: from, to: to) }
      let isSame = was.finish == entry.finish && was.due == entry.due
      return BaselineVariance(
        change: isSame ? .none : .moved, before: was, now: entry, finishDays: finish, dueDays: due)
    }
    let keys = Dictionary(now.map { ($0.key, $0.noun) }) { first, _ in first }
    let gone = before.filter { keys[$0.key] != $0.noun }.map {
      BaselineVariance(change: .removed, before: $0, now: nil, finishDays: 0, dueDays: 0)
    }
    return kept + gone
  }
}
