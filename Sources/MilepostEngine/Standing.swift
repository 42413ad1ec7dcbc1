import Logging
import MilepostCore
import Synchronization

/// Whether something is so at the moment. For what fails: the log tells when that begins and ends, and not each try
/// between.
final class Standing: Sendable {
  private let state = Atomic(false)

  var isOn: Bool { state.load(ordering: .relaxed) }

  /// True if it was not so before.
  func set() -> Bool { !state.exchange(true, ordering: .relaxed) }

  /// True if it was so before.
  func clear() -> Bool { state.exchange(false, ordering: .relaxed) }
}

extension Logger.Metadata {
  /// An error as people and programs are told it.
  static func reason(_ error: any Error) -> Logger.Metadata {
    guard let refusal = error as? Refusal else { return ["error": "\(error)"] }
    return ["error": "\(refusal.text.en)", "code": "\(refusal.code.rawValue)"]
  }
}
