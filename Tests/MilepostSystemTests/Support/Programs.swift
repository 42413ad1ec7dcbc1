import Foundation
import Glibc

/// The programs under test, as they were built with these tests.
enum Programs {
  static let daemon = folder + "/milepostd"
  static let tool = folder + "/milepost"
  /// Of the package's sources: calendars and examples are there.
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized.path

  /// The folder of the test bundle, which is also where the programs are, unless `MILEPOST_PROGRAMS` names another.
  private static let folder: String = {
    if let given = ProcessInfo.processInfo.environment["MILEPOST_PROGRAMS"], !given.isEmpty { return given }
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let running = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: bundle ?? running ?? ".").deletingLastPathComponent().path
  }()
}

/// What a test could not do, in a sentence.
struct Failed: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A moment that does not come to lie nearer when somebody sets the clock.
struct Deadline {
  private let end: ContinuousClock.Instant

  init(seconds: Double) { end = .now + .seconds(seconds) }

  var hasPassed: Bool { end <= .now }
  /// As poll(2) takes it; 0 when it has passed.
  var millisecondsLeft: Int32 { Int32(max(0, (end - .now) / .milliseconds(1)).rounded(.up)) }
}
