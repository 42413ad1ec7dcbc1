/// `GET /v1/projects/{project}/trend`: how forecasts have moved. With `?format=svg` the same as a picture.
public struct TrendView: Codable, Equatable, Sendable {
  public struct Point: Codable, Equatable, Sendable {
    public var on: String
    public var forecast: String
    public var due: String

    public init(on: String, forecast: String, due: String) {
      self.on = on
      self.forecast = forecast
      self.due = due
    }
  }

  public struct Series: Codable, Equatable, Sendable {
    public var key: String
    public var name: String
    public var nameEn: String
    /// `level`, `rising` (it slips) or `falling`.
    public var verdict: String
    /// Calendar days from the first forecast to the last.
    public var movedDays: Int
    public var reached: String?
    public var points: [Point]

    public init(
      key: String, name: String, nameEn: String, verdict: String, movedDays: Int, reached: String?, points: [Point]
    ) {
      self.key = key
      self.name = name
      self.nameEn = nameEn
      self.verdict = verdict
      self.movedDays = movedDays
      self.reached = reached
      self.points = points
    }
  }

  public struct Slips: Codable, Equatable, Sendable {
    /// An owner, or a reason; empty where nobody is named.
    public var name: String
    public var count: Int
    /// Calendar days.
    public var total: Int
    public var mean: Double
    public var median: Double
    public var worst: Int

    public init(name: String, count: Int, total: Int, mean: Double, median: Double, worst: Int) {
      self.name = name
      self.count = count
      self.total = total
      self.mean = mean
      self.median = median
      self.worst = worst
    }
  }

  public var project: String
  public var series: [Series]
  public var byOwner: [Slips]
  public var byReason: [Slips]

  public init(project: String, series: [Series], byOwner: [Slips], byReason: [Slips]) {
    self.project = project
    self.series = series
    self.byOwner = byOwner
    self.byReason = byReason
  }
}
