/// What a count has to say, in one sentence.
extension CountPace {
  package var sentence: Bilingual {
    let (state, judged) = (state, judgement)
    return Bilingual(en: "\(state.en)\(judged.en).", zh: "\(state.zh)\(judged.zh)。")
  }

  /// The count itself; one that runs down to zero is told by what is left.
  private var state: Bilingual {
    let (now, from, goal) = (CountText.number(value), CountText.number(target.from), CountText.number(target.target))
    let (unit, unitEn, percent) = (target.unit, target.unitEn ?? target.unit, CountText.percent(done))
    if target.target == 0 {
      return Bilingual(
        en: "\(now) \(unitEn) left of \(from) (\(percent) done)", zh: "还剩\(now)\(unit)，原有\(from)\(unit)（已完成\(percent)）")
    }
    if target.from == 0 {
      return Bilingual(
        en: "\(now) of \(goal) \(unitEn) (\(percent))", zh: "目标\(goal)\(unit)，已完成\(now)\(unit)（\(percent)）")
    }
    return Bilingual(
      en: "\(now) \(unitEn) on the way from \(from) to \(goal) (\(percent))",
      zh: "由\(from)\(unit)到\(goal)\(unit)，现为\(now)\(unit)（\(percent)）")
  }

  private var judgement: Bilingual {
    if let reachedOn {
      let late = reachedOn.days(since: period.due)
      return late > 0
        ? Bilingual(
          en: ": reached on \(reachedOn), \(CountText.days(late)) after its due date",
          zh: "，已于\(reachedOn)达成，比期限晚\(late)天")
        : Bilingual(en: ": reached on \(reachedOn)", zh: "，已于\(reachedOn)达成")
    }
    if today > period.due {
      return Bilingual(
        en: "; it was due on \(period.due)\(outlook.en)", zh: "，期限\(period.due)已过\(outlook.zh)")
    }
    let wanted = CountText.percent(expected)
    guard isBehind else {
      return Bilingual(
        en: ", on pace: \(wanted) was to be expected by \(today)\(outlook.en)",
        zh: "，进度正常：到\(today)应完成\(wanted)\(outlook.zh)")
    }
    let points = CountText.points(pointsBehind)
    return Bilingual(
      en: ", \(points) points behind the \(wanted) to be expected by \(today)\(outlook.en)",
      zh: "，到\(today)应完成\(wanted)，落后\(points)个百分点\(outlook.zh)")
  }

  /// The end of the sentence: where this pace leads.
  private var outlook: Bilingual {
    guard let forecast else {
      return today > period.start && done <= 0
        ? Bilingual(en: "; nothing is done yet", zh: "；尚无进展") : Bilingual(en: "", zh: "")
    }
    let late = forecast.days(since: period.due)
    return late > 0
      ? Bilingual(
        en: "; at this pace it is reached on \(forecast), \(CountText.days(late)) late",
        zh: "；照此进度将于\(forecast)达成，逾期\(late)天")
      : Bilingual(en: "; at this pace it is reached on \(forecast)", zh: "；照此进度将于\(forecast)达成")
  }
}
