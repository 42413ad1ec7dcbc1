extension PlanNetwork {
  /// How one project stands, for one sentence a day.
  package struct Outlook: Hashable, Sendable {
    /// The last thing promised that is still open.
    package var target: Milestone
    /// When it is forecast.
    package var forecast: CivilDate
    /// Working days left until its due date; negative is late.
    package var spare: Int
    /// Where the chain behind it can still be helped: the first step that is not done.
    package var cause: Step?
    package var sentence: Bilingual
  }

  /// Nil when nothing is open. Of several due on one day the one that others do not wait for.
  package func outlook(of part: PlanPart) -> Outlook? {
    let open = part.milestones.filter { $0.actual == nil }
    guard let target = open.max(by: { rank($0) < rank($1) }), let place = place(of: target) else { return nil }
    let forecast = max(schedule.forecast(of: place).date, dataDate)
    let path = drivingPath(to: target, keeping: target.buffer)
    let spare = part.calendar.workingDays(from: forecast, to: target.due.date)
    let cause = path.dropLast().first { !$0.isDone }
    return Outlook(
      target: target, forecast: forecast, spare: spare, cause: cause,
      sentence: OutlookSentence(name: node(place).name, target: target, forecast, spare: spare, cause, today: dataDate)
        .text)
  }

  private func rank(_ milestone: Milestone) -> (CivilDate, Int32) {
    (milestone.due.date, place(of: milestone).map { schedule.network.rank[$0.index] } ?? 0)
  }
}

/// “If nothing slips further it can be reached on …, so many days to spare; this must be done by … at the latest.”
private struct OutlookSentence {
  let text: Bilingual

  init(
    name: Bilingual, target: Milestone, _ forecast: CivilDate, spare: Int, _ cause: PlanNetwork.Step?,
    today: CivilDate
  ) {
    let due = target.due.date
    var en: String
    var zh: String
    if forecast <= due {
      en =
        "If nothing slips further, “\(name.en)” can be reached on \(forecast), "
        + "\(OutlookSentence.days(spare)) to spare before \(due)"
      zh = "如不再拖延，“\(name.zh)”可于\(forecast)实现，比承诺的\(due)尚余\(spare)个工作日"
    } else {
      en =
        "“\(name.en)”, promised for \(due), can be reached on \(forecast) at the earliest, "
        + "\(OutlookSentence.days(max(1, -spare))) late"
      zh = "“\(name.zh)”承诺\(due)实现，现最早可于\(forecast)实现，晚\(max(1, -spare))个工作日"
    }
    if let buffer = target.buffer {
      let spent = min(buffer.duration.amount, max(0, buffer.duration.amount - spare))
      let called = buffer.name.map { "“\($0)”" } ?? ""
      en +=
        "; of its buffer \(called.isEmpty ? "" : "\(called) ")of \(OutlookSentence.days(buffer.duration.amount)), "
        + "\(spent) \(spent == 1 ? "is" : "are") used up"
      zh += "；余量\(called)\(buffer.duration.amount)个工作日，已用\(spent)个"
    }
    if let cause, let safe = cause.lastSafeFinish {
      let keeps = target.buffer == nil ? Bilingual(en: "", zh: "") : Bilingual(en: " to keep it", zh: "方能保住余量")
      en +=
        safe >= today
        ? "; “\(cause.node.name.en)” must be done by \(safe) at the latest\(keeps.en)"
        : "; “\(cause.node.name.en)” would have had to be done by \(safe)\(keeps.en)"
      zh +=
        safe >= today
        ? "；“\(cause.node.name.zh)”最迟须在\(safe)完成\(keeps.zh)" : "；“\(cause.node.name.zh)”本应最迟在\(safe)完成\(keeps.zh)"
    }
    text = Bilingual(en: en + ".", zh: zh + "。")
  }

  private static func days(_ count: Int) -> String { "\(count) working day\(count == 1 ? "" : "s")" }
}
