/// The forms in which a command answers. `Session.show` is the one place that renders each of them.
package enum OutputFormat: Sendable {
  /// For people: tables and sentences.
  case text
  /// For programs: the API's own JSON.
  case json
}
