/// What `POST /v1/backup` takes.
public struct BackupInput: Codable, Equatable, Sendable {
  /// A plain file name; missing: one made of the moment.
  public var name: String?
  /// Addresses and secrets of webhooks, and what else lets its reader speak as the service; missing: they are left out.
  public var withSecrets: Bool?

  public init(name: String? = nil, withSecrets: Bool? = nil) {
    self.name = name
    self.withSecrets = withSecrets
  }
}

public struct BackupView: Codable, Equatable, Sendable {
  /// On the service's machine.
  public var path: String
  public var bytes: Int64
  public var ledgerEntries: Int64
  public var withSecrets: Bool

  public init(path: String, bytes: Int64, ledgerEntries: Int64, withSecrets: Bool) {
    self.path = path
    self.bytes = bytes
    self.ledgerEntries = ledgerEntries
    self.withSecrets = withSecrets
  }
}

/// `POST /v1/repair`: what was put right.
public struct RepairView: Codable, Equatable, Sendable {
  /// Milestones whose next check was another than today's rules give.
  public var checksReset: Int
  public var talliesWereWrong: Bool
  /// What SQLite still finds wrong; empty when nothing. Then only a backup helps.
  public var damage: [String]

  public init(checksReset: Int, talliesWereWrong: Bool, damage: [String]) {
    self.checksReset = checksReset
    self.talliesWereWrong = talliesWereWrong
    self.damage = damage
  }
}
