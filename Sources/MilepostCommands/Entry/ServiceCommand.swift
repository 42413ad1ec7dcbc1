import ArgumentParser

/// A command that asks the service. Its `validate()` looks at the arguments alone and touches nothing; `run(in:)` does
/// the work, and throws a `Problem` or a `ClientFailure` when it was not done.
protocol ServiceCommand: ParsableCommand {
  var options: GlobalOptions { get }

  func run(in session: Session) throws -> ExitStatus

  /// The status for a refusal.
  static var statusOfRefusal: ExitStatus { get }
}

extension ServiceCommand {
  static var statusOfRefusal: ExitStatus { .refused }
}
