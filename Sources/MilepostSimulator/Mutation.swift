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
  /// A silence silences nothing.
  case deafSilences = "deaf-silences"
  /// What is silenced stays in messages for several that wait.
  case keepInGroups = "keep-in-groups"
  /// What nobody was sent is sent though it is over.
  case tellOver = "tell-over"
  /// What waits when a silence begins is sent all the same.
  case keepWaiting = "keep-waiting"
  /// What a silence kept back is forgotten when it ends.
  case forgetSilenced = "forget-silenced"
  /// Routes name others than people said.
  case wrongRoutes = "wrong-routes"
  /// What somebody has in hand is repeated.
  case forgetHands = "forget-hands"
  /// A rest never ends.
  case endlessRests = "endless-rests"
  /// What receivers take in a time is not kept to.
  case forgetLimits = "forget-limits"
  /// The last alert of each group is left out of it.
  case cutGroups = "cut-groups"
  /// Messages of one milestone overtake each other.
  case loseOrder = "lose-order"
  /// A check that failed is told to nobody.
  case mutedVetoes = "muted-vetoes"
  /// Quiet hours and days off are not kept.
  case forgetHours = "forget-hours"
  /// What was to wait for a digest goes out at once.
  case earlyDigests = "early-digests"
  /// What waits for its hour disappears.
  case loseBatches = "lose-batches"
  /// Nobody above is told of what nobody takes in hand.
  case forgetLevels = "forget-levels"
  /// Those above are told half an hour early.
  case earlyLevels = "early-levels"
  /// An occurrence passes in silence.
  case mutedRhythms = "muted-rhythms"
  /// The last row of a plan of another program is not read.
  case loseRows = "lose-rows"
  /// Each row of such a plan makes two milestones.
  case doubleRows = "double-rows"
  /// Zones stay as they were when the service was made.
  case oldZoneRules = "old-zone-rules"
  /// New rules of zones are read, and nobody sees that they are new.
  case unseenZoneRules = "unseen-zone-rules"
}
