// Does what the sanitizer must report, or what it must not: scripts/sanitize believes it only after that.
//
//   probe race       two threads at one place in memory, unordered
//   probe guarded    four threads at one place in memory, ordered by a Mutex that they contend for
//   probe overrun    a read behind the end of what was allocated
import Foundation
import Synchronization

final class Guarded: Sendable {
  let values = Mutex<[Int]>([])
}

final class Unguarded: @unchecked Sendable {
  var value = 0
}

/// Runs a body on so many threads, and waits for their end.
func together(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  let ended = DispatchSemaphore(value: 0)
  for _ in 0..<count {
    Thread {
      body()
      ended.signal()
    }.start()
  }
  for _ in 0..<count { ended.wait() }
}

switch CommandLine.arguments.last {
case "race":
  let unguarded = Unguarded()
  together(2) { for _ in 0..<10_000 { unguarded.value += 1 } }
case "guarded":
  let guarded = Guarded()
  together(4) {
    for turn in 0..<20_000 {
      guarded.values.withLock {
        $0.append(turn)
        if $0.count > 50 { $0 = [] }
      }
    }
  }
default:
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
  bytes.initialize(repeating: 1, count: 16)
  print(bytes[CommandLine.arguments.count + 14])
  bytes.deallocate()
}
