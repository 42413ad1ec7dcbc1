/// What is done to a service on purpose, past its own code.
extension Life {
  /// Set into the database before each look.
  private static let traps: [Mutation: String] = [
    .deafSilences: "UPDATE silence SET matchers = '[\"project=\\\"nobody\\\"\"]'",
    .forgetSilenced: "DELETE FROM silenced",
    .keepWaiting: """
    CREATE TRIGGER IF NOT EXISTS trap BEFORE UPDATE OF state ON delivery WHEN NEW.last_error LIKE 'silenced%'
    BEGIN SELECT RAISE(IGNORE); END
    """,
    .keepInGroups: """
    CREATE TRIGGER IF NOT EXISTS trap BEFORE UPDATE OF body ON delivery WHEN NEW.body IS NOT NULL
    BEGIN SELECT RAISE(IGNORE); END
    """,
    .tellOver: """
    CREATE TRIGGER IF NOT EXISTS trap BEFORE UPDATE OF state ON delivery WHEN NEW.last_error = 'resolved'
    BEGIN SELECT RAISE(IGNORE); END
    """,
    .wrongRoutes: "UPDATE route SET document = json_set(document, '$.to', json('[]'))",
    .forgetHours: "UPDATE route SET document = json_remove(document, '$.quiet', '$.workingDays')",
    .earlyDigests: "UPDATE route SET document = json_remove(document, '$.digest')",
    .loseBatches: "DELETE FROM batch_member; DELETE FROM batch",
    .forgetLevels: "DELETE FROM escalation",
    .earlyLevels:
      "UPDATE escalation SET due_at = due_at - 1800000 WHERE due_at - since = 3600000 OR due_at - since = 18000000",
    .forgetHands: """
    UPDATE alert SET state = 'open', acknowledged_by = NULL, acknowledged_at = NULL, wakes_at = NULL
    WHERE state = 'acknowledged'
    """,
    .endlessRests: "UPDATE alert SET wakes_at = NULL WHERE wakes_at IS NOT NULL",
    .forgetLimits: "UPDATE endpoint SET throttle = NULL",
    .loseOrder: """
    CREATE TRIGGER IF NOT EXISTS trap AFTER INSERT ON delivery
    BEGIN UPDATE delivery SET milestone_id = NULL WHERE id = NEW.id; END
    """,
    .mutedVetoes: Life.trap("NEW.rule = 'veto'"),
    .mutedRhythms: Life.trap(
      "EXISTS (SELECT 1 FROM milestone m WHERE m.id = NEW.milestone_id AND m.kind = 'recurring')"),
  ]

  /// Alerts of some kind never come to be.
  private static func trap(_ condition: String) -> String {
    "CREATE TRIGGER IF NOT EXISTS trap BEFORE INSERT ON alert WHEN \(condition) BEGIN SELECT RAISE(IGNORE); END"
  }

  func sabotage() {
    if let trap = Self.traps[mutation ?? .forgetSyncs] { try? witness.sabotage(trap) }
    guard dice.once(in: 20) else { return }
    switch mutation {
    case .forgetChecks:
      try? witness.sabotage("UPDATE milestone SET next_check = NULL WHERE id = (SELECT max(id) FROM milestone)")
    case .loseDeliveries:
      try? witness.sabotage(
        """
        PRAGMA foreign_keys = OFF;
        DELETE FROM delivery WHERE id = (SELECT max(id) FROM delivery WHERE state = 'pending')
        """)
    case .doubleAlerts:
      try? witness.sabotage(
        """
        DROP INDEX alert_once;
        INSERT INTO alert (milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, body)
          SELECT milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, body FROM alert
          WHERE milestone_id IS NOT NULL ORDER BY id LIMIT 1;
        DELETE FROM alert WHERE id IN (SELECT max(id) FROM alert) AND 0;
        """)
    default: break
    }
  }

  func sabotageLedger() {
    guard books.ledger.count > 10 else { return }
    let deed =
      mutation == .editLedger
      ? "DROP TRIGGER IF EXISTS ledger_no_update; UPDATE ledger SET author = 'nobody' WHERE sequence = 5"
      : "DROP TRIGGER IF EXISTS ledger_no_delete; DELETE FROM ledger WHERE sequence = (SELECT max(sequence) FROM ledger)"
    try? witness.sabotage(deed)
  }
}
