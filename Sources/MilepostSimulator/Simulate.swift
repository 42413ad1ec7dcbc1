import ArgumentParser
import Dispatch
import Foundation
import MilepostCore
import MilepostStore

/// Lives through made-up programmes, as many as there is time for, and says what the model found.
@main
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "milepost-simulate",
    abstract: "Lives through made-up programmes on a made-up disk, network and clock, and checks what must hold.")

  @Option(help: "The seed of the first life; the next one has the next number, and so on.")
  var seed: UInt64 = 1

  @Option(help: "From one life to the next, for several processes side by side.")
  var stride: UInt64 = 1

  @Option(help: "Years to live through in all.")
  var years = 40

  @Option(name: .customLong("life"), help: "Years of one life.")
  var lifeYears = 2

  @Option(help: "Stop after so many seconds, whatever is left.")
  var seconds: Double?

  @Option(help: "Break the service on purpose: \(Mutation.allCases.map(\.rawValue).joined(separator: ", ")).")
  var mutate: Mutation?

  @Flag(help: "Print a hash over all that happened, the same for the same seed.")
  var trace = false

  @Flag(help: "Print every deed and trouble.")
  var story = false

  @Flag(help: "List the ways to break it, and do nothing else.")
  var names = false

  func run() async throws {
    guard !names else { return print(Mutation.allCases.map(\.rawValue).joined(separator: "\n")) }
    // Before there is a disk: its locks at every allocation took a twentieth of a life.
    Store.setUp()
    var sum = Tally()
    var number = seed
    let begun = DispatchTime.now().uptimeNanoseconds
    while sum.years < years {
      if let seconds, Double(DispatchTime.now().uptimeNanoseconds - begun) / 1e9 > seconds { break }
      guard let life = Life(seed: number, years: lifeYears, mutation: mutate) else {
        throw ValidationError("no memory for a disk")
      }
      life.isTold = story
      await life.live()
      sum.add(life.tally)
      if trace { print("seed \(number): trace \(life.trace)") }
      if !life.books.violations.isEmpty { return try fail(life, sum) }
      number += stride
    }
    print("simulate: \(sum.line); 0 violations")
  }

  private func fail(_ life: Life, _ sum: Tally) throws {
    print("simulate: seed \(life.seed), violated after \(life.clock.now().rfc3339):")
    for violation in life.books.violations { print("  \(violation)") }
    let again = "scripts/simulate --seed \(life.seed) --years \(lifeYears) --life \(lifeYears)"
    print("again: \(again)\(mutate.map { " --mutate \($0.rawValue)" } ?? "")")
    throw ExitCode(1)
  }
}

extension Life {
  /// A hash over all that happened on the disk and at the receivers.
  var trace: String {
    var hash = disk.trace
    for name in town.names {
      for reception in town.received(name) {
        for byte in "\(reception.messageID) \(reception.time)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      }
    }
    return String(hash, radix: 16)
  }
}
