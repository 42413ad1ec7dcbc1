/// `GET /v1/projects/{project}/gantt`: the plan as bars. With `?format=svg` the same as a picture.
public struct GanttView: Codable, Equatable, Sendable {
  public struct Row: Codable, Equatable, Sendable {
    public var key: String
    /// `milestone` or `activity`.
    public var noun: String
    public var name: String
    public var nameEn: String
    /// Of a milestone the same as `finish`.
    public var start: String
    public var finish: String
    /// Of a milestone: what is promised.
    public var due: String?
    /// As the baseline has it.
    public var agreedStart: String?
    public var agreedFinish: String?
    public var started: Bool
    public var done: Bool
    /// On the chain that leads to the end.
    public var critical: Bool
    /// Working days it may slip before a promise breaks; negative is late; missing once it is done.
    public var floatDays: Int?
    /// Of a milestone.
    public var light: String?
    /// Keys of what it waits for, among these rows.
    public var after: [String]

    public init(
      key: String, noun: String, name: String, nameEn: String, start: String, finish: String, due: String?,
      agreedStart: String?, agreedFinish: String?, started: Bool, done: Bool, critical: Bool, floatDays: Int?,
      light: String?, after: [String]
    ) {
      self.key = key
      self.noun = noun
      self.name = name
      self.nameEn = nameEn
      self.start = start
      self.finish = finish
      self.due = due
      self.agreedStart = agreedStart
      self.agreedFinish = agreedFinish
      self.started = started
      self.done = done
      self.critical = critical
      self.floatDays = floatDays
      self.light = light
      self.after = after
    }
  }

  public var project: String
  public var today: String
  /// The name of the newest baseline, if there is one.
  public var baseline: String?
  /// By date.
  public var rows: [Row]
  /// How many rows were left out of a large plan.
  public var leftOut: Int

  public init(project: String, today: String, baseline: String?, rows: [Row], leftOut: Int) {
    self.project = project
    self.today = today
    self.baseline = baseline
    self.rows = rows
    self.leftOut = leftOut
  }
}
