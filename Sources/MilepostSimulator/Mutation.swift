import ArgumentParser

/// Ways to break the service on purpose; the model must see each of them.
enum Mutation: String, CaseIterable, ExpressibleByArgument {
  /// The disk says that it has synced, and has not.
  case forgetSyncs = "forget-syncs"
  /// Every fourth result of a request is lost between courier and outbox.
  case dropSettlements = "drop-settlements"
  /// One in three failed requests counts as delivered.
  case believeFailures = "believe-failures"
  /// A second try goes out under another id.
  case freshIDs = "fresh-ids"
  /// 410 is taken for a passing failure.
  case deafTo410 = "deaf-to-410"
  /// The timer sleeps through one deadline in ten.
  case missedWakes = "missed-wakes"
  /// A milestone's next check is forgotten.
  case forgetChecks = "forget-checks"
  /// A delivery that waits disappears.
  case loseDeliveries = "lose-deliveries"
  /// An alert is entered a second time, past its unique key.
  case doubleAlerts = "double-alerts"
  /// Somebody edits an entry of the ledger.
  case editLedger = "edit-ledger"
  /// Somebody cuts off the ledger's end.
  case cutLedger = "cut-ledger"
  /// Alerts go out an hour before their hour.
  case wrongHour = "wrong-hour"
  /// Days off are not known to the service.
  case forgetHolidays = "forget-holidays"
}
