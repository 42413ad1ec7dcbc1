import MilepostCore

/// A plan as it was read, and where in the text each part of it stands.
struct PlanSource: Sendable {
  let document: PlanDocument
  let root: InputNode

  /// The same refusal with the line at fault, if its place is one of the plan's, such as `projects[0].owner`.
  func located(_ refusal: Refusal) -> Refusal {
    guard let place = refusal.place, let line = line(of: place) else { return refusal }
    var copy = refusal
    copy.text = Bilingual(en: "Line \(line): \(refusal.text.en)", zh: "第 \(line) 行：\(refusal.text.zh)")
    return copy
  }

  /// The line of `path`, or of the innermost part of it that the text holds: what is missing has no line of its own.
  private func line(of path: String) -> Int? {
    var node = root
    var line: Int?
    for step in path.replacing("[", with: ".[").split(separator: ".") {
      switch node.value {
      case .list(let items):
        guard step.hasPrefix("["), step.hasSuffix("]"), let index = Int(step.dropFirst().dropLast()),
          items.indices.contains(index)
        else { return line }
        node = items[index]
      case .table(let fields):
        guard let field = fields.first(where: { $0.name == step }) else { return line }
        node = field.node
      default: return line
      }
      line = node.mark?.line ?? line
    }
    return line
  }
}
