/// How many occurrences of a duty were reached and missed up to a day, and which one comes next.
package struct DutyTally: Hashable, Codable, Sendable {
  package let today: CivilDate
  package let reached: Int
  /// Of those reached, how many after their date.
  package let late: Int
  package let missed: Int
  package let lastMissed: CivilDate?
  /// The first that is open; nil when the rule has ended.
  package let next: CivilDate?

  /// Counts every occurrence that was reached, and as missed those whose last day is over.
  package init(_ duty: RecurringDuty, on today: CivilDate) {
    var (missed, lastMissed): (Int, CivilDate?) = (0, nil)
    for occurrence in duty.occurrences(through: today) where occurrence.state(on: today) == .missed {
      missed += 1
      lastMissed = occurrence.date
    }
    self.today = today
    self.missed = missed
    self.lastMissed = lastMissed
    reached = duty.reached.count
    late = duty.reached.count { ($0.daysLate ?? 0) > 0 }
    next = duty.next(on: today)?.date
  }

  package var sentence: Bilingual {
    var en = "\(reached) reached" + (late > 0 ? " (\(late) late)" : "") + ", \(missed) missed"
    var zh = "已完成\(reached)次" + (late > 0 ? "（其中逾期\(late)次）" : "") + "，错过\(missed)次"
    if let lastMissed {
      en += ", the last one on \(lastMissed)"
      zh += "（最近一次为\(lastMissed)）"
    }
    if let next {
      en += next < today ? "; the one of \(next) is still open" : "; the next one is on \(next)"
      zh += next < today ? "；\(next)的一次尚未完成" : "；下一次为\(next)"
    } else {
      en += "; none is to come"
      zh += "；之后不再有"
    }
    return Bilingual(en: en + ".", zh: zh + "。")
  }
}
