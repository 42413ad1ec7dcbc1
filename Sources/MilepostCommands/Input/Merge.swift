import MilepostAPI

/// What stands, with what was given on top: an empty value takes a name away, all others stay.
enum Merge {
  static func labels(_ current: [String: String], with given: [KeyValue]) -> [String: String] {
    var labels = current
    for pair in given { labels[pair.name] = pair.value.isEmpty ? nil : pair.value }
    return labels
  }

  /// Facts keep their order; new ones follow.
  static func facts(_ current: [FactView], with given: [KeyValue]) -> [FactView] {
    var facts = current
    for pair in given {
      let index = facts.firstIndex { $0.name == pair.name }
      switch (index, pair.value.isEmpty) {
      case (let index?, true): facts.remove(at: index)
      case (let index?, false): facts[index].value = pair.value
      case (nil, true): break
      case (nil, false): facts.append(FactView(name: pair.name, value: pair.value))
      }
    }
    return facts
  }
}
