import ArgumentParser
import Dispatch
import Foundation

#if LIBFUZZER
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32
#endif

/// Throws malformed text at one parser. An input that crashes it is left in the file `current`, which is written before
/// each input is tried.
@main
struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "milepost-fuzz", abstract: "Throws malformed text at the parsers that strangers' text reaches.")

  /// An input that takes longer is a fault: seconds of the processor, whatever else the machine has to do.
  private static let slowest = 2.0

  @Argument(help: "Which: \(Target.allCases.map(\.rawValue).joined(separator: ", ")).")
  var target: String

  @Option(help: "For how long.")
  var seconds = 10.0

  @Option(help: "Folder of inputs to begin with.")
  var corpus: String

  @Option(help: "Folder for the input that is being tried, and for slow ones.")
  var work: String

  @Option(help: "Words of the parser, in libFuzzer's form.")
  var words: String?

  @Option(help: "Chooses the inputs.")
  var seed: UInt64 = 1

  func run() throws {
    guard let target = Target(rawValue: target) else { throw ValidationError("no target “\(self.target)”") }
    let inputs = try FileManager.default.contentsOfDirectory(atPath: corpus).sorted()
      .compactMap { FileManager.default.contents(atPath: "\(corpus)/\($0)").map { [UInt8]($0) } }
    guard !inputs.isEmpty else { throw ValidationError("\(corpus) is empty") }
    #if LIBFUZZER
      guide(target)
    #else
      try wander(target, inputs)
    #endif
  }

  /// Without knowledge of what each input reaches: for every build.
  private func wander(_ target: Target, _ inputs: [[UInt8]]) throws {
    var mutator = Mutator(seed: seed)
    var (count, slowest) = (0, 0.0)
    let begun = DispatchTime.now().uptimeNanoseconds
    let current = try FileHandle(forWritingTo: file("current"))
    for input in inputs { target.parse(input) }
    while Double(DispatchTime.now().uptimeNanoseconds - begun) / 1e9 < seconds {
      let input = mutator.mutated(inputs)
      try current.truncate(atOffset: 0)
      try current.seek(toOffset: 0)
      try current.write(contentsOf: input)
      let start = clock()
      target.parse(input)
      let took = Double(clock() - start) / Double(CLOCKS_PER_SEC)
      slowest = max(slowest, took)
      if took > Fuzz.slowest {
        try Data(input).write(to: file("slow"))
        print("fuzz \(target.rawValue): an input took \(took) s, kept in \(work)/slow")
        throw ExitCode(1)
      }
      count += 1
    }
    print("fuzz \(target.rawValue): \(count) inputs, the slowest \(Int(slowest * 1000)) ms, 0 faults")
  }

  private func file(_ name: String) throws -> URL {
    let url = URL(filePath: "\(work)/\(name)")
    if !FileManager.default.fileExists(atPath: url.path) {
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    }
    return url
  }

  #if LIBFUZZER
    /// The one that libFuzzer's callback, which takes no context, is to try.
    ///
    /// `nonisolated(unsafe)` is safe: it is set once, before libFuzzer runs, which calls back on the same thread.
    private nonisolated(unsafe) static var chosen = Target.due

    /// By what each input reaches: for builds with `-sanitize=fuzzer`.
    private func guide(_ target: Target) {
      Fuzz.chosen = target
      var options = [
        "milepost-fuzz", "-max_total_time=\(Int(seconds))", "-timeout=\(Int(Fuzz.slowest) * 15)", "-max_len=16384",
        "-rss_limit_mb=2048", "-malloc_limit_mb=256", "-artifact_prefix=\(work)/", "-seed=\(seed)",
        "-print_final_stats=1",
      ]
      if let words { options.append("-dict=\(words)") }
      options += [work, corpus]
      var count = Int32(options.count)
      var arguments: [UnsafeMutablePointer<CChar>?] = options.map { strdup($0) } + [nil]
      arguments.withUnsafeMutableBufferPointer { buffer in
        guard var start = buffer.baseAddress else { return }
        withUnsafeMutablePointer(to: &start) { start in
          _ = runDriver(&count, start) { bytes, size in
            Fuzz.chosen.parse(Array(UnsafeBufferPointer(start: bytes, count: size)))
            return 0
          }
        }
      }
    }
  #endif
}
