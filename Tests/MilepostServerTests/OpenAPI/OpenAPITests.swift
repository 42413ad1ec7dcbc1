import Foundation
import MilepostAPI
import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct OpenAPITests {
  @Test("Every route under /v1 is described, and nothing else is")
  func routes() async throws {
    try await NetworkServer.run { it in
      let routes = APIRouter.table(engine: it.server.engine).routes.filter { $0.path.hasPrefix("/v1/") }
      #expect(Set(routes.map(\.name)) == Set(Operations.all.keys))
      let document = OpenAPIDocument.make(Operations.all)
      for route in routes {
        #expect(document["paths"]?[route.path]?[route.verb.lowercased()] != nil, "\(route.name)")
      }
    }
  }

  /// A route that is given a name it does not know says which ones it knows.
  @Test("Parameters and fields are those that the routes take, no more and no less")
  func names() async throws {
    try await NetworkServer.run { it in
      let document = OpenAPIDocument.make(Operations.all)
      let client = try await it.with("all", .admin)
      for route in APIRouter.table(engine: it.server.engine).routes {
        guard let operation = Operations.all[route.name] else { continue }
        let query = try it.problem(try await client.call(route.verb, "\(route.example)?zzzzzzzzzzzz=1"))
        #expect(OpenAPITests.known(query) == operation.query.map(\.name).sorted(), "\(route.name): \(query.detail)")
        guard case .json? = operation.body else { continue }
        let body = try it.problem(try await client.call(route.verb, route.example, #"{"zzzzzzzzzzzz":1}"#))
        let schema = document["paths"]?[route.path]?[route.verb.lowercased()]?["requestBody"]?["content"]?[
          "application/json"]?["schema"]
        #expect(
          OpenAPITests.known(body) == OpenAPITests.properties(schema, of: document), "\(route.name): \(body.detail)")
      }
    }
  }

  /// The names behind “known are”.
  private static func known(_ problem: Problem) -> [String] {
    #expect(problem.code == "unknown_key", "\(problem)")
    guard let list = problem.detail.split(separator: "known are ").dropFirst().first else { return [] }
    return list.dropLast().split(separator: ", ").map(String.init).filter { !$0.isEmpty }.sorted()
  }

  private static func properties(_ schema: JSONValue?, of document: JSONValue) -> [String] {
    var schema = schema
    if case .text(let reference)? = schema?["$ref"] {
      schema = document["components"]?["schemas"]?[String(reference.split(separator: "/").last ?? "")]
    }
    guard case .object(let fields)? = schema?["properties"] else { return [] }
    return fields.keys.sorted()
  }

  @Test("Every example is one that its route reads")
  func examples() throws {
    for (name, operation) in Operations.all {
      guard case .json(let type, let example?, _)? = operation.body else { continue }
      let data = try WireCoder.encode(example)
      #expect(throws: Never.self, "\(name)") { _ = try OpenAPITests.decode(type, data) }
    }
  }

  private static func decode(_ type: any Decodable.Type, _ data: Data) throws -> any Decodable {
    try WireCoder.decode(type, from: data)
  }

  @Test("A schema says what its type's fields are")
  func schema() {
    let builder = SchemaBuilder()
    _ = builder.schema(of: Page<AlertView>.self)
    let page = builder.components["Page_AlertView"]
    #expect(page?["required"] == ["items"])
    #expect(page?["properties"]?["items"] == ["type": "array", "items": ["$ref": "#/components/schemas/AlertView"]])
    #expect(page?["properties"]?["next"] == ["type": "string"])
    #expect(builder.components["AlertView"]?["properties"]?["acknowledged_by"] == ["type": "string"])
    _ = builder.schema(of: MilestoneView.self)
    #expect(
      builder.components["MilestoneView"]?["properties"]?["labels"]
        == ["type": "object", "additionalProperties": ["type": "string"]])
  }
}
