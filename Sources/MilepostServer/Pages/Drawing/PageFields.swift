import Mustache

/// Turns a model into what the template engine looks names up in.
///
/// The engine would reflect on a struct once for every name in every row; here each is reflected on once.
enum PageFields {
  /// - Parameter isChinese: the page's words are.
  static func of(_ value: Any, isChinese: Bool) -> Any {
    switch value {
    case let text as String: return PageText(renderText: text, isAmongChinese: isChinese)
    case let flag as Bool: return flag
    case let number as Int: return number
    case let fields as [String: Any]: return fields
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { of($0.value, isChinese: isChinese) } ?? Absent()
    case .collection: return mirror.children.map { of($0.value, isChinese: isChinese) }
    case .struct:
      var fields: [String: Any] = [:]
      for child in mirror.children {
        if let label = child.label { fields[label] = of(child.value, isChinese: isChinese) }
      }
      return fields
    default: return "\(value)"
    }
  }

  /// Nothing, said in so many words: a name that is missing would be looked for in what lies around.
  struct Absent: MustacheCustomRenderable {
    let renderText = ""
    let isNull = true
  }
}
