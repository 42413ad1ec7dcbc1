/// `GET /v1/projects/{project}/review?month=2022-06`: what a month was to bring, and what it brought.
public struct ReviewView: Codable, Equatable, Sendable {
  public struct Row: Codable, Equatable, Sendable {
    public var key: String
    public var name: String
    public var nameEn: String
    public var plan: Double
    public var actual: Double
    /// What is counted.
    public var unit: String
    public var unitEn: String
    /// Per cent; missing when nothing was planned.
    public var rate: Double?
    public var owner: String?
    public var leader: String?

    public init(
      key: String, name: String, nameEn: String, plan: Double, actual: Double, unit: String, unitEn: String,
      rate: Double?, owner: String?, leader: String?
    ) {
      self.key = key
      self.name = name
      self.nameEn = nameEn
      self.plan = plan
      self.actual = actual
      self.unit = unit
      self.unitEn = unitEn
      self.rate = rate
      self.owner = owner
      self.leader = leader
    }
  }

  public var project: String
  /// `yyyy-MM`.
  public var month: String
  public var rows: [Row]

  public init(project: String, month: String, rows: [Row]) {
    self.project = project
    self.month = month
    self.rows = rows
  }
}
