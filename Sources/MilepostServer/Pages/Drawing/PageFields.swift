import Mustache

/// Turns a model into what the template engine looks names up in.
///
/// The engine would reflect on a struct once for every name in every row; here each is reflected on once.
enum PageFields {
  static func of(_ value: Any) -> Any {
    switch value {
    case let text as String: return text
    case let flag as Bool: return flag
    case let number as Int: return number
    case let fields as [String: Any]: return fields
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { of($0.value) } ?? Absent()
    case .collection: return mirror.children.map { of($0.value) }
    case .struct:
      return Dictionary(mirror.children.compactMap { child in child.label.map { ($0, of(child.value)) } }) { first, _ in
        first
      } as [String: Any]
    default: return "\(value)"
    }
  }

  /// Nothing, said in so many words: a name that is missing would be looked for in what lies around.
  struct Absent: MustacheCustomRenderable {
    let renderText = ""
    let isNull = true
  }
}
