/// Who brings messages to their endpoints: the courier, or somebody who stands in for it on a clock that is held.
package protocol Carrier: Sendable {
  func start()
  /// Says that there may be something due.
  func wake()
  /// Puts new settings into force for requests that start from now on.
  func apply(settings: CourierSettings, policy: NetworkPolicy)
  /// Gives back to the outbox what waits for an endpoint that was paused or removed.
  func withdraw(endpointID: Int64)
  /// One try at once, past the outbox.
  func attempt(_ job: DeliveryJob) async -> AttemptResult
  func beat(_ done: @escaping @Sendable () -> Void)
  func stop(within milliseconds: Int) async
}

extension Courier: Carrier {}
