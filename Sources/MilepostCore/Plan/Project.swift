/// What is being built or done.
package struct Project: Hashable, Codable, Sendable {
  package var id: Int64
  /// The stable name that people type: lower-case letters, digits and hyphens, for example `henggang-kindergarten`.
  package var key: String
  package var name: String
  package var nameEn: String?
  package var owner: String?
  /// An IANA zone name; every civil date of the project is a day in it.
  package var zone: String
  /// The name of the working calendar.
  package var calendar: String
  package var labels: [String: String]
  /// Facts worth showing (investment, area, classes), in the order in which they were written.
  package var facts: [Fact]
  package var policy: AlertPolicy
  /// The table by which lights are chosen.
  package var lights: LightTable
  /// What becomes of work that began before its links allowed it.
  package var progressRule: ScheduleSettings.ProgressRule
  package var archivedAt: Instant?
  /// Grows by one with every change; the API's ETag.
  package var revision: Int64

  package struct Fact: Hashable, Codable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    id: Int64 = 0, key: String, name: String, nameEn: String? = nil, owner: String? = nil, zone: String,
    calendar: String, labels: [String: String] = [:], facts: [Fact] = [], policy: AlertPolicy = .standard,
    progressRule: ScheduleSettings.ProgressRule = .retainedLogic, lights: LightTable = .standard,
    archivedAt: Instant? = nil, revision: Int64 = 1
  ) {
    self.id = id
    self.key = key
    self.name = name
    self.nameEn = nameEn
    self.owner = owner
    self.zone = zone
    self.calendar = calendar
    self.labels = labels
    self.facts = facts
    self.policy = policy
    self.progressRule = progressRule
    self.lights = lights
    self.archivedAt = archivedAt
    self.revision = revision
  }
}
