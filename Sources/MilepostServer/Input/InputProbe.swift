import MilepostCore
import NIOCore

/// A way to the readers of request bodies for programs that try them.
package enum InputProbe {
  /// Whether it is JSON as the API takes it.
  package static func takesJSON(_ bytes: [UInt8]) -> Bool { (try? JSONReader.read(bytes)) != nil }

  /// Whether it is a body of those that describe things: projects, milestones, activities, webhooks, routes.
  package static func takesBody(_ bytes: [UInt8]) -> Bool {
    guard let node = try? JSONReader.read(bytes) else { return false }
    let readers: [(InputNode) throws -> Void] = [
      { _ = try DraftFields.project(from: TableReader($0, known: DraftFields.project)) },
      { _ = try DraftFields.milestone(from: TableReader($0, known: DraftFields.milestone)) },
      { _ = try DraftFields.activity(from: TableReader($0, known: DraftFields.activity)) },
      { _ = try WebhookFields.options(TableReader($0, known: WebhookFields.changeable)) },
      { _ = try RouteFields.form($0) },
    ]
    return readers.contains { (try? $0(node)) != nil }
  }

  /// Whether it is a form as browsers send it.
  package static func takesForm(_ bytes: [UInt8]) -> Bool { (try? FormFields(ByteBuffer(bytes: bytes))) != nil }

  /// The moment that it names, if it is one.
  package static func moment(_ text: String) -> Instant? {
    (try? MomentText.instant(text, .utc, place: "since")) ?? nil
  }

  /// Whether it is a file of routes.
  package static func takesRoutes(_ bytes: [UInt8]) -> Bool { (try? RouteFields.forms(bytes)) != nil }
}
