import ArgumentParser
import Glibc
import MilepostAPI
import MilepostClient

/// Names that the service knows, for the shell's completion. It never complains and never waits long: a shell that
/// hangs on Tab is worse than one that knows nothing.
enum KeyCompletion {
  private static let timeoutSeconds = 2
  private static let namesMax = 500

  static let project = CompletionKind.custom { arguments, _, _ in projects(arguments) }

  static let milestone = CompletionKind.custom { arguments, _, prefix in
    guard let slash = prefix.firstIndex(of: "/") else { return projects(arguments).map { "\($0)/" } }
    let project = String(prefix[..<slash])
    return names(arguments, APIPath.milestones(of: project), MilestoneView.self) { "\(project)/\($0.key)" }
  }

  static let webhook = CompletionKind.custom { arguments, _, _ in
    names(arguments, APIPath.webhooks, WebhookView.self) { $0.name }
  }

  private static func projects(_ arguments: [String]) -> [String] {
    names(arguments, APIPath.projects, ProjectView.self) { $0.key }
  }

  private static func names<Item: Codable & Sendable>(
    _ arguments: [String], _ path: String, _ type: Item.Type, _ name: (Item) -> String
  ) -> [String] {
    let option = arguments.firstIndex(of: "--socket").flatMap { index in
      arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
    }
    let environment = getenv("MILEPOST_SOCKET").map { ["MILEPOST_SOCKET": String(cString: $0)] } ?? [:]
    let client = Client(
      address: ServiceAddress(option: option, environment: environment), timeoutSeconds: timeoutSeconds)
    let request = HTTPRequest(.get, path, query: [.init("limit", "\(namesMax)")])
    return (try? client.fetch(Page<Item>.self, request))?.items.map(name) ?? []
  }
}
