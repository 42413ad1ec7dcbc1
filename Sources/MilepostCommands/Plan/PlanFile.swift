import ArgumentParser
import MilepostAPI
import MilepostClient

/// The plan file that a command takes.
struct PlanFile: ParsableArguments {
  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: ArgumentHelp("The plan file (YAML or JSON); - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String

  func text(in world: World) throws -> String { try TextSource.read(file, in: world) }
}

/// Sends a plan to the service.
enum PlanRequest {
  static func send(_ text: String, dryRun: Bool, with client: Client) throws -> PlanResult {
    var request = HTTPRequest(.post, APIPath.plan, query: dryRun ? [.init("dry_run", "true")] : [])
    request.contentType = "application/yaml"
    request.body = Array(text.utf8)
    return try client.fetch(PlanResult.self, request)
  }
}
