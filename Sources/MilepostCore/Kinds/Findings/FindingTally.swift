/// How many findings of a list are closed, and how many are late.
package struct FindingTally: Hashable, Codable, Sendable {
  package let total: Int
  package let closed: Int
  /// Not put right although the day named for it is over.
  package let overdue: Int

  package init(_ findings: [Finding], on today: CivilDate) {
    total = findings.count
    closed = findings.count { $0.state == .closed }
    overdue = findings.count { $0.isOverdue(on: today) }
  }

  /// True when there is something and all of it is closed.
  package var isLoopClosed: Bool { total > 0 && closed == total }

  package var sentence: Bilingual {
    guard total > 0 else { return Bilingual(en: "Nothing was found.", zh: "未发现问题。") }
    let late = overdue > 0
    return Bilingual(
      en: "\(closed) of \(total) findings closed" + (late ? ", \(overdue) overdue." : "."),
      zh: "共发现\(total)个问题，已销号\(closed)个" + (late ? "，逾期\(overdue)个。" : "。"))
  }
}
