import MilepostCore

extension Engine {
  /// Runs a change; with `dryRun`, as if: what it gives is kept, and nothing else of it.
  func change<Value: Sendable>(
    by author: String, dryRun: Bool, _ body: @escaping @Sendable (UnitOfWork) throws -> Value
  ) async throws -> Value {
    guard dryRun else { return try await change(by: author, body) }
    do {
      return try await change(by: author) { work in
        let value = try body(work)
        try work.finish()
        throw Rehearsed(value: value)
      }
    } catch let rehearsed as Rehearsed<Value> {
      return rehearsed.value
    }
  }

  /// Ends a dry run's transaction without a trace.
  private struct Rehearsed<Value: Sendable>: Error {
    let value: Value
  }
}
