import MilepostCore

/// A value as somebody wrote it, in JSON or in YAML, before anybody asked what it ought to be.
package struct InputNode: Sendable, Equatable {
  package indirect enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As it was written; what fits is for the reader of the field to say.
    case number(String)
    case text(String)
    /// A YAML scalar without quotes: it is whatever it is asked for.
    case plain(String)
    case list([InputNode])
    case table([Field])
  }

  package struct Field: Sendable, Equatable {
    package var name: String
    package var mark: InputMark?
    package var node: InputNode
  }

  package var value: Value
  /// Nil in the body of an ordinary request, where the path alone says enough.
  package var mark: InputMark?

  init(_ value: Value, mark: InputMark? = nil) {
    self.value = value
    self.mark = mark
  }

  /// Deeper nesting than this is refused: nothing that is asked for needs a quarter of it.
  static let depthMax = 32

  /// What it is, in words that fit behind “but this is”.
  package var kind: Bilingual {
    switch value {
    case .null: Bilingual(en: "nothing", zh: "空值")
    case .bool: Bilingual(en: "true or false", zh: "布尔值")
    case .number: Bilingual(en: "a number", zh: "数字")
    case .text, .plain: Bilingual(en: "a text", zh: "文本")
    case .list: Bilingual(en: "a list", zh: "列表")
    case .table: Bilingual(en: "a set of fields", zh: "一组字段")
    }
  }
}

/// Where a value begins; both count from 1, columns in characters.
package struct InputMark: Sendable, Equatable {
  package var line: Int
  package var column: Int
}

extension Refusal {
  /// A refusal of something in the input, whose sentence begins with the line if that is known.
  static func input(_ code: Code, en: String, zh: String, path: String, mark: InputMark?) -> Refusal {
    guard let mark else { return Refusal(code, en: en, zh: zh, place: path.isEmpty ? nil : path) }
    let place = path.isEmpty ? "line \(mark.line), column \(mark.column)" : path
    return Refusal(code, en: "Line \(mark.line): \(en)", zh: "第 \(mark.line) 行：\(zh)", place: place)
  }

  /// The text is not even JSON or YAML.
  static func malformed(_ notation: String, en: String, zh: String, mark: InputMark) -> Refusal {
    Refusal(
      .malformedInput, en: "This is not well-formed \(notation): line \(mark.line), column \(mark.column): \(en)",
      zh: "\(notation) 格式有误：第 \(mark.line) 行第 \(mark.column) 列：\(zh)",
      place: "line \(mark.line), column \(mark.column)")
  }
}
