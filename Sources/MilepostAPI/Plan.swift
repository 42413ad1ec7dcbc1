/// `POST /v1/plan` takes the text of a plan file as it is (YAML; JSON is YAML too). With `?dry_run=true` it says what
/// would change and changes nothing.
public struct PlanResult: Codable, Equatable, Sendable {
  public var applied: Bool
  public var changes: [PlanChange]
  /// What an imported file holds and Milepost does not take over.
  public var notes: [TextView]?

  public init(applied: Bool, changes: [PlanChange], notes: [TextView]? = nil) {
    self.applied = applied
    self.changes = changes
    self.notes = notes
  }
}

public struct PlanChange: Codable, Equatable, Sendable {
  /// `add`, `change` or `none`.
  public var action: String
  /// `project`, `calendar`, `activity` or `milestone`.
  public var noun: String
  /// `henggang-kindergarten` or `henggang-kindergarten/opening`.
  public var subject: String
  /// For `change`: field by field, `due: 6月底 → 7月底`.
  public var fields: [String]

  public init(action: String, noun: String, subject: String, fields: [String]) {
    self.action = action
    self.noun = noun
    self.subject = subject
    self.fields = fields
  }
}
