import CFaultDisk

/// What was lived through, for the last line.
struct Tally {
  var lives = 0
  var years = 0
  var deeds = 0
  var refusals = 0
  var looks = 0
  var crashes = 0
  var restarts = 0
  var jumps = 0
  var plans = 0
  var rules = 0
  var faults = 0
  var sectorsLost = 0
  var alerts = 0
  var requests = 0
  var receptions = 0
  var repeats = 0
  var heldMost = 0
  var bytesMost = 0

  mutating func take(from life: Life) {
    let counts = life.disk.counts
    lives = 1
    faults = Int(counts.faults)
    sectorsLost = Int(counts.sectors_lost)
    alerts = life.books.alerts.entries.count
    requests = life.town.requests
    receptions = life.town.names.reduce(0) { $0 + life.town.received($1).count }
    repeats = life.town.repeats
    heldMost = max(heldMost, life.rounds?.heldMost ?? 0)
    bytesMost = Int(counts.bytes)
  }

  mutating func add(_ other: Tally) {
    lives += other.lives
    years += other.years
    deeds += other.deeds
    refusals += other.refusals
    looks += other.looks
    crashes += other.crashes
    restarts += other.restarts
    jumps += other.jumps
    plans += other.plans
    rules += other.rules
    faults += other.faults
    sectorsLost += other.sectorsLost
    alerts += other.alerts
    requests += other.requests
    receptions += other.receptions
    repeats += other.repeats
    heldMost = max(heldMost, other.heldMost)
    bytesMost = max(bytesMost, other.bytesMost)
  }

  var line: String {
    "\(years) years in \(lives) lives: \(deeds) deeds (\(refusals) refused, \(plans) plans brought in), \(looks) looks, \(crashes) crashes, "
      + "\(restarts) restarts, \(faults) disk faults, \(sectorsLost) sectors lost, \(jumps) clock jumps, \(rules) zones changed; \(alerts) alerts, "
      + "\(requests) requests, \(receptions) receptions, \(repeats) repeats under their first ids; "
      + "at most \(heldMost) in flight, \(bytesMost / 1024) KiB"
  }
}
