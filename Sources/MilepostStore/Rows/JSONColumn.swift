import Foundation
import MilepostCore

/// Small values kept as JSON text in a column; empty ones are NULL where the column allows it.
enum JSONColumn {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func text(orNil value: some Encodable & Collection) throws -> String? {
    value.isEmpty ? nil : try text(value)
  }

  static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch { throw corrupt("\(type)") }
  }

  static func corrupt(_ type: String) -> Refusal {
    Refusal(
      .databaseCorrupt, en: "A row of the database holds text that is no \(type). Restore a backup.",
      zh: "数据库中有一行内容无法识别，请恢复备份。")
  }
}
