import MilepostCore

/// Names of places in the input, such as `projects[0].milestones[2].due`.
enum InputPath {
  static func field(_ name: String, of parent: String) -> String {
    let shown = DraftRules.shown(name)
    return parent.isEmpty ? shown : "\(parent).\(shown)"
  }

  static func item(_ index: Int, of parent: String) -> String { "\(parent)[\(index)]" }
}
