import MilepostCore

/// How many there may be of what is looked through as a whole: more than anybody needs, and few enough that a program
/// that adds one a second by mistake slows nothing down.
package enum Amounts {
  package static let max = 1000

  /// Refuses one more when there are so many.
  static func check(_ there: Int, en: String, zh: String) throws(Refusal) {
    guard there < max else {
      throw Refusal(
        .wrongState, en: "There are \(there) \(en) already, as many as can be; take away some that are not needed.",
        zh: "已有 \(there) 个\(zh)，达到上限；请先删除不再需要的。")
    }
  }
}
