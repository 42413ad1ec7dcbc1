/// A repeated option that `none` empties.
enum NoneOr {
  /// Nil when the option was not given.
  static func list(_ texts: [String], option: String) throws -> [String]? {
    guard !texts.isEmpty else { return nil }
    guard texts.contains("none") else { return texts }
    guard texts.count == 1 else {
      throw InputFault(
        phrase: Phrase("\(option) none cannot stand beside others.", "\(option) none 不能与其他值同时使用。"))
    }
    return []
  }
}
