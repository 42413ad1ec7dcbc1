import Dispatch

/// Where these tests run: they wait for processes and sockets, and must not hold one of the few threads that all
/// other tests share. One at a time, since they measure what they start.
@globalActor
actor Workbench {
  static let shared = Workbench()

  private let executor = QueueExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "milepost.system-tests")

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
  }
}
