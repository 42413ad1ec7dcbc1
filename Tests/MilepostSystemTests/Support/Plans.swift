import Foundation
import MilepostAPI
import MilepostClient

/// Plans that need no waiting.
enum Plans {
  /// Nothing is told twice within a test's life.
  static let quiet = PolicyView(lead: [], onDay: true, overdueEvery: 365, workingDaysOnly: false)

  /// Milestones that are late already: each fires once, as soon as it is registered.
  static func late(_ count: Int) throws -> String {
    let milestones = (0..<count).map { "      - {key: m-\($0), name: 节点 \($0), due: 2022-06-30}" }
    return """
      projects:
        - key: works
          name: 工程
          alerts: {lead: [], on_day: true, overdue_every: 365, working_days_only: false}
          milestones:
      \(milestones.joined(separator: "\n"))

      """
  }
}

extension Service {
  /// Registers a webhook that alerts go to; the service makes its secret.
  func send(to receiver: Receiver, name: String = "site") throws {
    _ = try client.fetch(
      WebhookView.self, .init(.post, APIPath.webhooks, json: WebhookInput(name: name, url: receiver.url)))
  }

  func apply(_ plan: String) throws {
    let ran = try milepost("apply", "-f", "-", input: plan)
    guard ran.status == 0 else { throw Failed("the plan was not applied: \(ran.errors)") }
  }
}
