import CFaultDisk

/// A disk in memory that fails when it is told to. Used by one thread at a time, beside those of SQLite's connections,
/// which its own mutex keeps apart.
final class FaultDisk {
  let name: String
  private let disk: OpaquePointer

  /// Nil when there is no memory.
  init?(name: String, seed: UInt64) {
    guard let disk = fault_disk_make(name, seed) else { return nil }
    self.name = name
    self.disk = disk
  }

  /// Every connection is closed by then.
  deinit { fault_disk_free(disk) }

  var isDown: Bool { fault_disk_is_down(disk) != 0 }
  var counts: fault_counts { fault_disk_counts(disk) }
  var trace: UInt64 { fault_disk_trace(disk) }

  func plan(_ kind: fault_kind, after operations: Int, times: Int = 1) {
    fault_disk_plan(disk, kind, UInt64(operations), UInt64(times))
  }

  /// Bytes that the disk holds, at most; nil: no bound.
  func limit(_ bytes: Int64?) { fault_disk_limit(disk, bytes ?? -1) }

  /// Ends all that was planned.
  func heal() {
    fault_disk_plan(disk, FAULT_NONE, 0, 1)
    fault_disk_limit(disk, -1)
  }

  func forgetSyncs() { fault_disk_forget_syncs(disk, 1) }

  func boot(afterPowerLoss: Bool) { fault_disk_boot(disk, afterPowerLoss ? 1 : 0) }
}
