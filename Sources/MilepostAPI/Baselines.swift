/// `POST /v1/projects/{project}/baselines`: keep the dates as they stand under a name.
public struct BaselineInput: Codable, Equatable, Sendable {
  public var name: String
  public var note: String?

  public init(name: String, note: String? = nil) {
    self.name = name
    self.note = note
  }
}

public struct BaselineView: Codable, Equatable, Sendable {
  public var project: String
  public var name: String
  public var at: String
  /// The same moment in the project's zone.
  public var atLocal: String
  public var author: String
  public var note: String?

  public init(project: String, name: String, at: String, atLocal: String, author: String, note: String?) {
    self.project = project
    self.name = name
    self.at = at
    self.atLocal = atLocal
    self.author = author
    self.note = note
  }
}

/// One line of `GET …/baselines/{name}`: where something stood, and where it stands.
public struct VarianceView: Codable, Equatable, Sendable {
  public var key: String
  /// `milestone` or `activity`.
  public var noun: String
  public var name: String
  public var nameEn: String?
  /// `none`, `moved`, `added` or `removed`.
  public var change: String
  public var baselineFinish: String?
  public var finish: String?
  /// Working days; negative is earlier.
  public var finishDays: Int
  public var baselineDue: String?
  public var due: String?
  public var dueDays: Int

  public init(
    key: String, noun: String, name: String, nameEn: String?, change: String, baselineFinish: String?,
    finish: String?, finishDays: Int, baselineDue: String?, due: String?, dueDays: Int
  ) {
    self.key = key
    self.noun = noun
    self.name = name
    self.nameEn = nameEn
    self.change = change
    self.baselineFinish = baselineFinish
    self.finish = finish
    self.finishDays = finishDays
    self.baselineDue = baselineDue
    self.due = due
    self.dueDays = dueDays
  }
}

public struct BaselineComparison: Codable, Equatable, Sendable {
  public var baseline: BaselineView
  public var items: [VarianceView]

  public init(baseline: BaselineView, items: [VarianceView]) {
    self.baseline = baseline
    self.items = items
  }
}
