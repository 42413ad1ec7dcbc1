import MilepostAPI
import MilepostClient

/// How a command ends; scripts match on it.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The service refused, or a check failed. For `diff`: there are differences.
  case refused = 1
  /// The arguments, or a file that they name, cannot be used. For `diff` also: the plan was refused.
  case usage = 2
  case unreachable = 3
}

/// A file or an input that cannot be used, found out while the command runs.
struct InputFault: Error, Hashable {
  let phrase: Phrase
}
