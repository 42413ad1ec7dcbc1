/// JSON Schemas of the types that both sides of the API share, found by letting each type decode itself: what it asks
/// for are its fields, so a schema cannot say anything else than the code.
final class SchemaBuilder {
  /// Schemas of types with fields, by name.
  private(set) var components: [String: JSONValue] = [:]
  /// Names of types that only requests have: fields that they do not know are refused.
  private var closed: Set<String> = []

  /// A schema, or a reference to one.
  func schema(of type: any Decodable.Type, isClosed: Bool = false) -> JSONValue {
    if let plain = SchemaBuilder.plain(type) { return plain }
    let name = SchemaBuilder.name(of: type)
    let reference: JSONValue = ["$ref": .text("#/components/schemas/\(name)")]
    if components[name] != nil { return reference }
    let recorder = SchemaRecorder(builder: self, isClosed: isClosed)
    // A type that refuses the placeholder values has been asked for its fields by then.
    _ = try? type.init(from: recorder)
    switch recorder.record.shape {
    case .list(let item): return ["type": "array", "items": item]
    case .map(let value): return ["type": "object", "additionalProperties": value]
    case .none: return [:]
    case .fields:
      var schema: JSONValue = ["type": "object", "properties": .object(recorder.record.properties)]
      let required = recorder.record.required.sorted().map { JSONValue.text($0) }
      if !required.isEmpty { schema["required"] = .list(required) }
      if isClosed { schema["additionalProperties"] = false }
      components[name] = schema
      return reference
    }
  }

  private static func plain(_ type: any Decodable.Type) -> JSONValue? {
    switch type {
    case is String.Type: ["type": "string"]
    case is Bool.Type: ["type": "boolean"]
    case is Int.Type, is Int64.Type: ["type": "integer"]
    case is Double.Type: ["type": "number"]
    default: nil
    }
  }

  /// `MilepostAPI.Page<MilepostAPI.ProjectView>` as `Page_ProjectView`.
  static func name(of type: any Any.Type) -> String {
    let text = String(reflecting: type).replacing("MilepostAPI.", with: "")
    return String(text.map { $0 == "<" || $0 == "." ? "_" : $0 }.filter { $0 != ">" && $0 != " " })
  }
}

/// What a type has asked for.
final class SchemaRecord {
  enum Shape {
    case none
    case fields
    case list(JSONValue)
    case map(JSONValue)
  }

  var shape = Shape.none
  var properties: [String: JSONValue] = [:]
  var required: Set<String> = []

  static func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}

/// A decoder of nothing: it notes what is asked for, and answers with placeholders.
struct SchemaRecorder: Decoder {
  let builder: SchemaBuilder
  let isClosed: Bool
  let record = SchemaRecord()
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    record.shape = .fields
    return KeyedDecodingContainer(Fields<Key>(recorder: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { Items(recorder: self) }
  func singleValueContainer() -> any SingleValueDecodingContainer { Single(recorder: self) }

  enum Stop: Error { case noValue }

  /// A value of the type, made of placeholders.
  func placeholder<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value: (any Decodable)? =
      switch type {
      case is String.Type: ""
      case is Bool.Type: false
      case is Int.Type: 0
      case is Int64.Type: Int64(0)
      case is Double.Type: 0.0
      default: nil
      }
    if let value = value as? Value { return value }
    return try Value(from: SchemaRecorder(builder: SchemaBuilder(), isClosed: isClosed))
  }

  struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: SchemaRecorder
    var codingPath: [any CodingKey] { [] }
    /// Types whose keys are free (dictionaries) are asked for one.
    var allKeys: [Key] { [Key(stringValue: "name")].compactMap { $0 } }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) throws -> Bool { true }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      note(type, key)
      recorder.record.required.insert(SchemaRecord.snake(key.stringValue))
      return try recorder.placeholder(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
      note(type, key)
      return nil
    }

    // The library's own forms of these ask whether there is a null, and never say for what.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { missing(type, key) }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { missing(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { missing(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { missing(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { missing(type, key) }

    private func missing<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
      note(type, key)
      return nil
    }

    private func note<Value: Decodable>(_ type: Value.Type, _ key: Key) {
      let schema =
        if let map = type as? any StringMap.Type {
          JSONValue.object([
            "type": "object",
            "additionalProperties": recorder.builder.schema(of: map.valueType, isClosed: recorder.isClosed),
          ])
        } else {
          recorder.builder.schema(of: type, isClosed: recorder.isClosed)
        }
      recorder.record.properties[SchemaRecord.snake(key.stringValue)] = schema
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { throw Stop.noValue }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw Stop.noValue }
    func superDecoder() throws -> any Decoder { throw Stop.noValue }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw Stop.noValue }
  }

  struct Items: UnkeyedDecodingContainer {
    let recorder: SchemaRecorder
    var codingPath: [any CodingKey] { [] }
    var count: Int? { nil }
    var isAtEnd: Bool { currentIndex > 0 }
    var currentIndex = 0

    init(recorder: SchemaRecorder) { self.recorder = recorder }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      currentIndex += 1
      recorder.record.shape = .list(recorder.builder.schema(of: type, isClosed: recorder.isClosed))
      return try recorder.placeholder(type)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { throw Stop.noValue }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Stop.noValue }
    mutating func superDecoder() throws -> any Decoder { throw Stop.noValue }
  }

  struct Single: SingleValueDecodingContainer {
    let recorder: SchemaRecorder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try recorder.placeholder(type) }
  }
}

/// A dictionary from texts, whatever it holds.
private protocol StringMap {
  static var valueType: any Decodable.Type { get }
}

extension Dictionary: StringMap where Key == String, Value: Decodable {
  static var valueType: any Decodable.Type { Value.self }
}
