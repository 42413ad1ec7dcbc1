import Logging
import MilepostCore
import MilepostEngine

/// Writes each event as one line, to the journal or to whoever reads standard error.
struct ServiceLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let output: LogOutput
  private let shared: LogLevel
  private var own: Logger.Level?

  init(output: LogOutput, level: LogLevel) {
    self.output = output
    shared = level
  }

  /// The level that all loggers share, unless this one was given its own.
  var logLevel: Logger.Level {
    get { own ?? shared.current }
    set { own = newValue == shared.current ? nil : newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let given = event.metadata { all.merge(given) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    output.write(
      LogLine.text(
        level: event.level, message: "\(event.message)", metadata: all, style: output.style, at: SystemClock().now()))
  }
}
