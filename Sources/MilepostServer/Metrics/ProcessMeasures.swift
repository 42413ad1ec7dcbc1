import Foundation
import Glibc

/// What the kernel says of this process.
struct ProcessMeasures {
  let cpuSeconds: Double
  let residentBytes: Int
  let descriptors: Int

  /// Nil where there is no `/proc`.
  init?() {
    guard let memory = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = memory.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
      let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    else { return nil }
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
    descriptors = files.count
  }
}
