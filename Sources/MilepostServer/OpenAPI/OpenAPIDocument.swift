import MilepostAPI

/// The description of the API (OpenAPI 3.1), made from what is declared for each route.
enum OpenAPIDocument {
  static let path = "/openapi.json"

  static func make(_ operations: [String: Operation]) -> JSONValue {
    let builder = SchemaBuilder()
    var paths: [String: JSONValue] = [:]
    for (name, operation) in operations.sorted(by: { $0.key < $1.key }) {
      let parts = name.split(separator: " ").map(String.init)
      var item = paths[parts[1]] ?? ["parameters": .list(parameters(in: parts[1]))]
      item[parts[0].lowercased()] = entry(parts[0], parts[1], operation, builder)
      paths[parts[1]] = item
    }
    _ = builder.schema(of: Problem.self)
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Milepost", "version": .text(MilepostVersion.current), "license": license,
        "description": .text(about),
      ],
      "servers": [["url": "/"]], "security": [["token": []], ["session": []]], "paths": .object(paths),
      "components": [
        "schemas": .object(builder.components),
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer"],
          "session": ["type": "apiKey", "in": "cookie", "name": .text(SessionCookie.plainName)],
        ],
      ],
    ]
  }

  private static let license: JSONValue = ["name": "Apache-2.0", "identifier": "Apache-2.0"]
  private static let about = """
    Times are RFC 3339 in UTC, dates yyyy-MM-dd; dates that people write are taken as they write them (6月底, Q3 2022, \
    +10wd). A refusal is a problem (RFC 9457) with a stable code and one sentence in English and Chinese. Lists come in \
    pages: `next` is sent back as `after`. One thing comes with an ETag, which `If-Match` holds a change to. A change that came with a session's cookie needs the header X-CSRF-Token.
    """

  private static func parameters(in path: String) -> [JSONValue] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
      let name = String(segment.dropFirst().dropLast())
      let schema: JSONValue =
        name == "alert"
        ? ["type": "integer", "minimum": 1] : ["type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"]
      return ["name": .text(name), "in": "path", "required": true, "schema": schema]
    }
  }

  private static func entry(
    _ method: String, _ path: String, _ operation: Operation, _ builder: SchemaBuilder
  ) -> JSONValue {
    var entry: JSONValue = [
      "operationId": .text(identifier(method, path)), "summary": .text(operation.summary),
      "tags": [.text(path.split(separator: "/").dropFirst().first.map(String.init) ?? "v1")],
      "responses": responses(method, operation, builder),
    ]
    let parameters = operation.query.map(parameter) + headers(method, path, operation)
    if !parameters.isEmpty { entry["parameters"] = .list(parameters) }
    if let body = operation.body { entry["requestBody"] = request(body, builder) }
    return entry
  }

  /// `POST /v1/projects/{project}/archive` as `post-projects-project-archive`.
  private static func identifier(_ method: String, _ path: String) -> String {
    ([method.lowercased()] + path.split(separator: "/").dropFirst().map { $0.filter { $0 != "{" && $0 != "}" } })
      .joined(separator: "-")
  }

  private static func parameter(_ query: Operation.Query) -> JSONValue {
    ["name": .text(query.name), "in": "query", "schema": query.schema, "description": .text(query.about)]
  }

  private static func headers(_ method: String, _ path: String, _ operation: Operation) -> [JSONValue] {
    var headers: [JSONValue] = []
    if method == "POST" {
      headers.append(
        header(
          "Idempotency-Key", "^[!#-~]{1,255}$", "The same request sent again within 24 hours changes nothing twice."))
    }
    if method != "GET", path.contains("{"), !operation.isQuestion {
      headers.append(
        header(
          "If-Match", #"^"[0-9]{1,15}(\.[0-9a-f]{1,16})?"$"#,
          "The ETag that was seen of what the path names; 412 when it has changed since. Refused where nothing has one."
        ))
    }
    if method == "GET" { headers.append(header("If-None-Match", #"^"[0-9a-f.]{1,40}"$"#, "The ETag that is there.")) }
    return headers
  }

  private static func header(_ name: String, _ pattern: String, _ about: String) -> JSONValue {
    [
      "name": .text(name), "in": "header", "schema": ["type": "string", "pattern": .text(pattern)],
      "description": .text(about),
    ]
  }

  private static func request(_ body: Operation.Body, _ builder: SchemaBuilder) -> JSONValue {
    switch body {
    case .json(let type, let example, let hidden):
      var media: JSONValue = ["schema": schema(of: type, without: hidden, builder)]
      if let example, let value = try? value(of: example) { media["example"] = value }
      return ["content": ["application/json": media]]
    case .media(let types):
      let content = Dictionary(uniqueKeysWithValues: types.map { ($0, JSONValue.object([:])) })
      return ["required": true, "content": .object(content)]
    }
  }

  private static func schema(
    of type: any (Codable & Sendable).Type, without hidden: [String], _ builder: SchemaBuilder
  ) -> JSONValue {
    let reference = builder.schema(of: type, isClosed: true)
    guard !hidden.isEmpty, var schema = builder.components[SchemaBuilder.name(of: type)],
      var properties = schema["properties"]
    else { return reference }
    for name in hidden { properties[name] = nil }
    schema["properties"] = properties
    return schema
  }

  private static func value(of example: any Encodable) throws -> JSONValue {
    let node = try JSONReader.read(Array(try WireCoder.encode(example)))
    return JSONValue(node)
  }

  private static let errors: [(Int, String, Set<String>)] = [
    (400, "Something in the request is wrong.", []), (401, "No token, or one that is not taken.", []),
    (403, "The token may not do this.", []), (404, "There is nothing of that name, or it may not be seen.", []),
    (409, "Its state, or what is there already, does not allow it.", ["POST", "PATCH", "DELETE"]),
    (412, "It has changed since it was seen.", ["POST", "PATCH", "DELETE"]),
    (413, "The body is too large.", ["POST", "PATCH", "DELETE"]),
    (415, "The body is of another kind.", ["POST", "PATCH", "DELETE"]),
    (422, "The Idempotency-Key was used for another request.", ["POST"]),
    (429, "Too many requests; Retry-After says when to come back.", []),
    (503, "The service cannot do it now.", []), (507, "The disk is full.", ["POST", "PATCH", "DELETE"]),
  ]

  private static func responses(_ method: String, _ operation: Operation, _ builder: SchemaBuilder) -> JSONValue {
    var responses: [String: JSONValue] = [:]
    var success: JSONValue = ["description": .text(operation.summary)]
    var content: [String: JSONValue] = [:]
    for answer in operation.answers {
      switch answer {
      case .json(let type): content["application/json"] = ["schema": builder.schema(of: type)]
      case .media(let type): content[type] = [:]
      case .nothing: break
      }
    }
    if !content.isEmpty { success["content"] = .object(content) }
    responses["\(operation.status)"] = success
    // What only says what would be done makes nothing.
    if operation.query.contains(where: { $0.name == "dry_run" }) { responses["200"] = success }
    if method == "GET" { responses["304"] = ["description": "It is as it was."] }
    let problem: JSONValue = ["schema": builder.schema(of: Problem.self)]
    for (status, description, methods) in errors where methods.isEmpty || methods.contains(method) {
      responses["\(status)"] = [
        "description": .text(description), "content": ["application/problem+json": problem],
      ]
    }
    return .object(responses)
  }
}

extension JSONValue {
  init(_ node: InputNode) {
    switch node.value {
    case .null: self = .text("")
    case .bool(let value): self = .bool(value)
    case .number(let digits): self = Int(digits).map { .number($0) } ?? .text(digits)
    case .text(let text), .plain(let text): self = .text(text)
    case .list(let nodes): self = .list(nodes.map { JSONValue($0) })
    case .table(let fields):
      self = .object(Dictionary(fields.map { ($0.name, JSONValue($0.node)) }) { first, _ in first })
    }
  }
}
