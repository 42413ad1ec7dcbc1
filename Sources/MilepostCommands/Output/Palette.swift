/// What a piece of text means to the eye.
package enum Style: Hashable, Sendable {
  case plain, heading, faint, good, warning, bad

  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .faint: "2"
    case .good: "32"
    case .warning: "33"
    case .bad: "31"
    }
  }
}

/// Colours, or none.
package struct Palette: Hashable, Sendable {
  package let isColoured: Bool

  package init(isColoured: Bool) { self.isColoured = isColoured }

  /// Colours only on a terminal that has them, and only when nobody said no (https://no-color.org).
  package init(isTerminal: Bool, environment: [String: String]) {
    let refused = !(environment["NO_COLOR"] ?? "").isEmpty
    let term = environment["TERM"] ?? ""
    isColoured = isTerminal && !refused && !term.isEmpty && term != "dumb"
  }

  package func paint(_ text: String, _ style: Style) -> String {
    guard isColoured, let code = style.code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
