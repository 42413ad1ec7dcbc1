/// What a bar chart of a plan shows: work as bars, milestones as diamonds, each against what was agreed.
package struct GanttChart: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var key: String
    package var noun: PlanNode.Noun
    package var name: Bilingual
    /// Of a milestone the same as `finish`.
    package var start: CivilDate
    package var finish: CivilDate
    /// Of a milestone: what is promised.
    package var due: CivilDate?
    /// As the baseline has it.
    package var agreedStart: CivilDate?
    package var agreedFinish: CivilDate?
    package var isStarted: Bool
    package var isDone: Bool
    package var isCritical: Bool
    /// Working days it may slip before a promise breaks; negative is late; nil once it is done.
    package var floatDays: Int?
    /// Of a milestone.
    package var light: MilestoneOutlook.Light?
    /// Keys of what it waits for in this chart.
    package var after: [String]

    package init(
      key: String, noun: PlanNode.Noun, name: Bilingual, start: CivilDate, finish: CivilDate, due: CivilDate? = nil,
      agreedStart: CivilDate? = nil, agreedFinish: CivilDate? = nil, isStarted: Bool = false, isDone: Bool = false,
      isCritical: Bool = false, floatDays: Int? = nil, light: MilestoneOutlook.Light? = nil, after: [String] = []
    ) {
      self.key = key
      self.noun = noun
      self.name = name
      self.start = start
      self.finish = finish
      self.due = due
      self.agreedStart = agreedStart
      self.agreedFinish = agreedFinish
      self.isStarted = isStarted
      self.isDone = isDone
      self.isCritical = isCritical
      self.floatDays = floatDays
      self.light = light
      self.after = after
    }
  }

  /// Rows of one picture; of a larger plan those that matter most are kept.
  package static let rowsMax = 60

  package var rows: [Row]
  /// Rows that had to be left out.
  package var leftOut: Int
  package var today: CivilDate
  /// The name of the baseline, if there is one.
  package var baseline: String?

  /// By date; milestones, what is critical and what is under way are the last to be left out.
  package init(_ rows: [Row], today: CivilDate, baseline: String? = nil, rowsMax: Int = GanttChart.rowsMax) {
    let worth = rows.enumerated().sorted { ($1.element.worth, $0.offset) < ($0.element.worth, $1.offset) }
    let kept = Set(worth.prefix(rowsMax).map(\.offset))
    self.rows = rows.enumerated().filter { kept.contains($0.offset) }.map(\.element)
      .sorted { ($0.start, $0.finish, $0.key) < ($1.start, $1.finish, $1.key) }
    leftOut = rows.count - self.rows.count
    self.today = today
    self.baseline = baseline
  }

  /// From the first day of anything to the last.
  package var days: ClosedRange<CivilDate> {
    let all = rows.flatMap { row in
      [row.start, row.finish, row.due, row.agreedStart, row.agreedFinish].compactMap(\.self)
    }
    let first = min(all.min() ?? today, today)
    return first...max(all.max() ?? today, today, first.adding(days: 7))
  }
}

extension GanttChart.Row {
  fileprivate var worth: Int {
    (noun == .milestone ? 8 : 0) + (isDone ? 0 : 4) + (isCritical ? 2 : 0) + (isStarted ? 1 : 0)
  }
}
