/// Where a finding stands, in one sentence.
extension Finding {
  /// `today` decides only whether it is overdue.
  package func sentence(on today: CivilDate) -> Bilingual {
    guard let last = steps.last else { return Bilingual(en: "", zh: "") }
    let deed = last.deed
    switch last {
    case .found:
      return Bilingual(
        en: "Found on \(deed.on) by \(deed.by); not assigned yet.", zh: "\(deed.by)于\(deed.on)发现，尚未交办。")
    case .assigned(_, let to, _):
      let due = due(on: today)
      return Bilingual(
        en: "Assigned to \(to) on \(deed.on)\(due.en).", zh: "已于\(deed.on)交办\(to)\(due.zh)。")
    case .putRight:
      return Bilingual(
        en: "Put right by \(deed.by) on \(deed.on); somebody else has to check it.",
        zh: "\(deed.by)已于\(deed.on)整改，尚待他人复查。")
    case .rejected(_, let reason):
      let (to, due) = (assignment?.to ?? "", due(on: today))
      return Bilingual(
        en: "Sent back to \(to) on \(deed.on) by \(deed.by) (\(reason))\(due.en).",
        zh: "\(deed.by)于\(deed.on)复查未通过，退回\(to)（\(reason)）\(due.zh)。")
    case .checked:
      return Bilingual(
        en: "Checked by \(deed.by) on \(deed.on); not closed yet.", zh: "\(deed.by)已于\(deed.on)复查通过，尚未销号。")
    case .closed:
      return Bilingual(en: "Closed on \(deed.on) by \(deed.by).", zh: "\(deed.by)已于\(deed.on)销号。")
    }
  }

  private func due(on today: CivilDate) -> Bilingual {
    guard let due = assignment?.due else { return Bilingual(en: "", zh: "") }
    let late = today.days(since: due)
    return isOverdue(on: today)
      ? Bilingual(en: ", due on \(due) and \(CountText.days(late)) late", zh: "，应于\(due)前整改，已逾期\(late)天")
      : Bilingual(en: ", due on \(due)", zh: "，应于\(due)前整改")
  }
}
