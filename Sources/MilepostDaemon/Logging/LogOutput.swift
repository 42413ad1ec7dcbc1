import CLinux
import Glibc
import MilepostCore
import MilepostEngine

/// Where the log goes.
struct LogOutput: Sendable {
  let style: LogLine.Style
  let write: @Sendable (String) -> Void

  /// Standard error; in the journal's style when systemd has connected it to the journal (systemd.exec(5)).
  static func standardError(environment: [String: String]) -> LogOutput {
    LogOutput(style: isJournal(STDERR_FILENO, environment: environment) ? .journal : .plain) { line in
      LogOutput.write(line, to: STDERR_FILENO)
    }
  }

  /// The variable is inherited by programs whose output goes elsewhere, so the stream itself is compared with it.
  static func isJournal(_ file: Int32, environment: [String: String]) -> Bool {
    var stream = milepost_file()
    guard let wanted = environment["JOURNAL_STREAM"], milepost_file_of(file, &stream) == 0 else { return false }
    return wanted == "\(stream.device):\(stream.inode)"
  }

  /// One line is one write, so that lines of several threads never mix. A log that cannot be written is no reason to
  /// stop looking after deadlines.
  private static func write(_ line: String, to file: Int32) {
    var rest = Array(line.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
