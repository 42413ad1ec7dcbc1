import MilepostCore

/// How the process ends. Those of sysexits.h tell the service manager that starting again would not help.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// Something that may pass: the database is in use, the disk is full, the socket cannot be had.
  case failed = 1
  /// EX_USAGE: wrong options.
  case usage = 64
  /// EX_DATAERR: the database is damaged, or a newer version's.
  case database = 65
  /// EX_CONFIG: the settings are wrong.
  case settings = 78

  init(refusal: Refusal) {
    switch refusal.code {
    case .databaseCorrupt, .databaseNewer: self = .database
    default: self = .failed
    }
  }
}
