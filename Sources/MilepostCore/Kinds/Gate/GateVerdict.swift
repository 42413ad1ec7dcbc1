/// Whether a gate is reached, and why or why not.
package struct GateVerdict: Hashable, Codable, Sendable {
  package enum Outcome: String, Codable, Sendable, CaseIterable {
    case reached
    /// At least one check failed.
    case vetoed
    /// Nothing failed, but a check is open.
    case waiting
    /// Every check passed; the second person has yet to close it.
    case toBeClosed = "to_be_closed"
  }

  package let outcome: Outcome
  /// Nil unless it is reached.
  package let reachedOn: CivilDate?
  package let passed: Int
  package let checks: Int
  /// The keys that stand in the way: those that failed, else those that are open.
  package let inTheWay: [String]
  package let reason: Bilingual

  init(_ gate: Gate) {
    let failed = gate.checks.filter(\.isFailed)
    let open = gate.checks.filter(\.isOpen)
    passed = gate.checks.count(where: \.isPassed)
    checks = gate.checks.count
    reachedOn = gate.reachedOn
    inTheWay = (failed.isEmpty ? open : failed).map(\.key)
    if !failed.isEmpty {
      (outcome, reason) = (.vetoed, GateVerdict.vetoed(by: failed, passed: passed, checks: checks))
    } else if !open.isEmpty {
      (outcome, reason) = (.waiting, GateVerdict.waiting(for: open, passed: passed, checks: checks))
    } else if let reachedOn {
      (outcome, reason) = (.reached, GateVerdict.reached(on: reachedOn, checks: checks, closed: gate.closed))
    } else {
      outcome = .toBeClosed
      reason = Bilingual(
        en: "Every check has passed; somebody who passed none of them has yet to close the gate.",
        zh: "全部检查已通过，尚待未参与判定的人员关闭。")
    }
  }

  private static func vetoed(by failed: [GateCheck], passed: Int, checks: Int) -> Bilingual {
    let names = names(failed)
    var en = "\(names.en) failed"
    var zh = "\(names.zh)未通过"
    if failed.count == 1, let deed = failed.first?.entry?.deed {
      en += " on \(deed.on) (\(deed.by))"
      zh += "（\(deed.on)，\(deed.by)）"
    }
    return Bilingual(
      en: en + ", and nothing outvotes that; \(passed) of \(checks) passed.",
      zh: zh + "，一票否决；\(checks)项中\(passed)项通过。")
  }

  private static func waiting(for open: [GateCheck], passed: Int, checks: Int) -> Bilingual {
    let names = names(open)
    return Bilingual(
      en: "\(names.en) still to be checked; \(passed) of \(checks) passed.",
      zh: "\(names.zh)尚待检查；\(checks)项中\(passed)项通过。")
  }

  private static func reached(on date: CivilDate, checks: Int, closed: Deed?) -> Bilingual {
    let en = checks == 1 ? "The check passed" : "All \(checks) checks passed"
    guard let closed else {
      return Bilingual(en: "\(en); reached on \(date).", zh: "\(checks)项检查全部通过，已于\(date)达成。")
    }
    return Bilingual(
      en: "\(en); closed by \(closed.by) on \(date).", zh: "\(checks)项检查全部通过，由\(closed.by)于\(date)关闭。")
  }

  /// More are counted, not named.
  private static let namedMax = 3

  private static func names(_ checks: [GateCheck]) -> Bilingual {
    let shown = checks.prefix(namedMax)
    let rest = checks.count - shown.count
    let en = shown.map { "“\($0.nameEn ?? $0.name)”" }.joined(separator: ", ")
    let zh = shown.map { "“\($0.name)”" }.joined(separator: "、")
    return Bilingual(en: en + (rest > 0 ? " and \(rest) more" : ""), zh: zh + (rest > 0 ? "等\(checks.count)项" : ""))
  }
}

extension Gate {
  package var verdict: GateVerdict { GateVerdict(self) }
}
