/// What one route takes and gives, for those who write programs against it.
struct Operation: Sendable {
  struct Query: Sendable {
    let name: String
    let schema: JSONValue
    let about: String
  }

  enum Body: Sendable {
    /// `without`: fields that the type has and this route does not take.
    case json(any (Codable & Sendable).Type, example: (any Encodable & Sendable)? = nil, without: [String] = [])
    /// Anything else, by its media types.
    case media([String])
  }

  enum Answer: Sendable {
    case json(any (Codable & Sendable).Type)
    case media(String)
    case nothing
  }

  let summary: String
  var query: [Query] = []
  var body: Body?
  var status = 200
  var answers: [Answer] = [.nothing]
  /// It changes nothing, although it is no GET.
  var isQuestion = false

  static func get(
    _ summary: String, _ query: [Query], _ type: any (Codable & Sendable).Type, or media: String? = nil
  ) -> Operation {
    Operation(summary: summary, query: query, answers: [.json(type)] + (media.map { [.media($0)] } ?? []))
  }

  static func get(_ summary: String, _ type: any (Codable & Sendable).Type) -> Operation { get(summary, [], type) }

  static func file(_ summary: String, _ query: [Query] = [], _ media: [String]) -> Operation {
    Operation(summary: summary, query: query, answers: media.map { .media($0) })
  }

  /// A change with a JSON body.
  static func change<Input: Codable & Sendable>(
    _ summary: String, _ input: Input.Type, _ answer: (any (Codable & Sendable).Type)?, status: Int = 200,
    without hidden: [String] = [], example: Input? = nil
  ) -> Operation {
    Operation(
      summary: summary, body: .json(input, example: example, without: hidden), status: answer == nil ? 204 : status,
      answers: [answer.map { .json($0) } ?? .nothing])
  }

  /// A question with a JSON body.
  static func ask<Input: Codable & Sendable>(
    _ summary: String, _ input: Input.Type, _ answer: any (Codable & Sendable).Type, example: Input
  ) -> Operation {
    Operation(
      summary: summary, body: .json(input, example: example), answers: [.json(answer)], isQuestion: true)
  }
}

extension Operation.Query {
  static func text(_ name: String, _ about: String) -> Self {
    Self(name: name, schema: ["type": "string"], about: about)
  }

  static func flag(_ name: String, _ about: String) -> Self {
    Self(name: name, schema: ["type": "boolean"], about: about)
  }

  static func number(_ name: String, _ range: ClosedRange<Int>, _ about: String) -> Self {
    Self(
      name: name,
      schema: ["type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
      about: about)
  }

  static func choice(_ name: String, _ words: [String], _ about: String) -> Self {
    Self(name: name, schema: ["type": "string", "enum": .list(words.map { .text($0) })], about: about)
  }

  static let limit = number("limit", 1...QueryReader.limitMax, "How many at most (\(QueryReader.limitDefault)).")
  static let after = text("after", "Go on behind this: “next” of the page before.")
}

extension [Operation.Query] {
  static let page: [Operation.Query] = [.after, .limit]
}
