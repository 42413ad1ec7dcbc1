import CLinux
import Dispatch
import Foundation
import MilepostCore
import MilepostExchange

/// Counts a random schedule through and prints what it cost, as one line of JSON; writes the same schedule for others.
///
/// Arguments: activities, links, and if wanted a file for Microsoft Project XML and one for TaskJuggler.
@main
struct ScheduleBench {
  static let changes = 1000
  static let passes = 7

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard arguments.count >= 2, let count = Int(arguments[0]), let links = Int(arguments[1]), count > 1 else {
      FileHandle.standardError.write(Data("usage: milepost-bench ACTIVITIES LINKS [MSPDI-FILE TJP-FILE]\n".utf8))
      exit(2)
    }
    let plan = RandomPlan(count: count, links: links, seed: 20_220_520)
    if arguments.count == 4 {
      try plan.mspdi().write(toFile: arguments[2], atomically: true, encoding: .utf8)
      try plan.taskJuggler().write(toFile: arguments[3], atomically: true, encoding: .utf8)
    }
    let draft = try plan.draft()
    let before = Int(milepost_held_bytes())
    let (compileMs, network) = try timed { try draft.compile(plan.settings) }
    var passMs: [Double] = []
    var schedule = Schedule(network)
    for _ in 0..<passes {
      let (ms, counted) = timed { Schedule(network) }
      passMs.append(ms)
      schedule = counted
    }
    let grown = max(0, Int(milepost_held_bytes()) - before)
    withExtendedLifetime((draft, plan, network, schedule)) {}
    let changeMs = try changed(schedule, count: count)
    let result: [String: Any] = [
      "activities": count, "links": network.linkCount, "finish": schedule.finish.description,
      "compile_ms": compileMs, "pass_ms": passMs.sorted()[passes / 2], "change_ms": changeMs.sorted()[changes / 2],
      "change_worst_ms": changeMs.max() ?? 0, "bytes_per_activity": Double(grown) / Double(count),
    ]
    let data = try JSONSerialization.data(withJSONObject: result, options: .sortedKeys)
    print(String(decoding: data, as: UTF8.self))
  }

  /// One activity lasts a day longer or shorter, again and again.
  private static func changed(_ schedule: Schedule, count: Int) throws -> [Double] {
    var random = Dice(seed: 7)
    var current = schedule
    return try (0..<changes).map { _ in
      let activity = ActivityID(Int.random(in: 0..<count, using: &random))
      let minutes = Int.random(in: 1...15, using: &random) * 480
      let (ms, next) = try timed { try current.applying([.duration(activity, minutes: minutes)]) }
      current = next
      return ms
    }
  }

  private static func timed<Value>(_ body: () throws -> Value) rethrows -> (Double, Value) {
    let start = DispatchTime.now().uptimeNanoseconds
    let value = try body()
    return (Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6, value)
  }
}

/// The same numbers for the same seed (SplitMix64, Steele, Lea and Flood, 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
