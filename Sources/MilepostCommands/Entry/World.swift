import Glibc

/// What a command touches outside itself. The program has the real one; a test holds another.
package struct World {
  package var environment: [String: String]
  /// All of standard input as text.
  package var standardInput: () throws -> String
  package var output: (String) -> Void
  package var errorOutput: (String) -> Void
  package var outputIsTerminal: Bool
  /// The terminal's width; nil when the output goes elsewhere.
  package var columns: Int?
  package var now: () -> Moment

  package init(
    environment: [String: String], standardInput: @escaping () throws -> String,
    output: @escaping (String) -> Void, errorOutput: @escaping (String) -> Void, outputIsTerminal: Bool,
    columns: Int?, now: @escaping () -> Moment
  ) {
    self.environment = environment
    self.standardInput = standardInput
    self.output = output
    self.errorOutput = errorOutput
    self.outputIsTerminal = outputIsTerminal
    self.columns = columns
    self.now = now
  }

  package static func real() -> World {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    return World(
      environment: environmentOfProcess(),
      standardInput: { try TextSource.read(descriptor: STDIN_FILENO, name: "-") },
      output: { write($0, to: STDOUT_FILENO) }, errorOutput: { write($0, to: STDERR_FILENO) },
      outputIsTerminal: isTerminal, columns: isTerminal ? terminalColumns() : nil, now: Moment.now)
  }

  private static func environmentOfProcess() -> [String: String] {
    var environment: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { environment[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return environment
  }

  private static func terminalColumns() -> Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes at once: what is shown before a change must be on the screen before the change.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      // Nobody is left to tell when the output itself is gone.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
