/// What is now expected of an activity, and why.
package struct Forecast: Hashable, Sendable {
  package var activity: ActivityID
  package var dates: ActivityDates
  /// Working minutes of its calendar left until its own promise is broken; nil without a promise.
  package var promiseFloat: Int?
  /// The same until any promise, or the end of the schedule, moves.
  package var totalFloat: Int
  package var freeFloat: Int
  /// What sets the date.
  package var driver: Driver
  /// Where the chain of driving links to it begins; the activity itself when no link drives it.
  package var origin: ActivityID
  /// Why this date, in one sentence.
  package var reason: Bilingual

  /// The day on which it is expected to be reached or done.
  package var date: CivilDate { dates.finish.dateOfFinish }
}

extension Schedule {
  package func forecast(of activity: ActivityID) -> Forecast {
    forecast(of: activity, origin: drivingPath(to: activity).first ?? activity)
  }

  /// As `forecast(of:)` for each; no chain is walked twice, so that long ones cost no more than short ones.
  package func forecasts(of activities: [ActivityID]) -> [Forecast] {
    var origins = Array(0..<Int32(network.count))
    for index in network.order {
      if case .link(let link) = driver(of: ActivityID(Int(index))) { origins[Int(index)] = origins[link.from.index] }
    }
    return activities.map { forecast(of: $0, origin: ActivityID(Int(origins[$0.index]))) }
  }

  private func forecast(of activity: ActivityID, origin: ActivityID) -> Forecast {
    let driver = driver(of: activity)
    return Forecast(
      activity: activity, dates: dates(of: activity), promiseFloat: promiseFloat(of: activity),
      totalFloat: totalFloat(of: activity), freeFloat: freeFloat(of: activity), driver: driver, origin: origin,
      reason: ForecastSentence(self).why(activity, driver: driver, origin: origin))
  }
}

/// Says why a date is what it is: what drives it, and where the chain behind it begins.
private struct ForecastSentence {
  private let schedule: Schedule

  init(_ schedule: Schedule) {
    self.schedule = schedule
  }

  func why(_ activity: ActivityID, driver: Driver, origin: ActivityID) -> Bilingual {
    let name = quoted(activity)
    let date = schedule.finish(of: activity).dateOfFinish
    if driver == .reached {
      return Bilingual(en: "\(name.en) was reached on \(date).", zh: "\(name.zh)已于\(date)完成。")
    }
    var en = "\(name.en) is forecast for \(date): "
    var zh = "\(name.zh)预计\(date)完成："
    guard case .link(let link) = driver else {
      let why = root(activity, driver: driver, name: Bilingual(en: "it", zh: "该项"))
      return Bilingual(en: en + why.en + ".", zh: zh + why.zh + "。")
    }
    let wait = waiting(link)
    en += wait.en
    zh += wait.zh
    let rest = root(origin, driver: schedule.driver(of: origin), name: quoted(origin))
    return Bilingual(en: "\(en); \(rest.en).", zh: "\(zh)；\(rest.zh)。")
  }

  private func quoted(_ activity: ActivityID) -> Bilingual {
    let name = schedule.network.name(of: activity)
    return Bilingual(en: "“\(name.en)”", zh: "“\(name.zh)”")
  }

  /// What one link makes wait for what.
  private func waiting(_ link: Link) -> Bilingual {
    let name = quoted(link.from)
    let dates = schedule.dates(of: link.from)
    let day = link.kind.leavesStart ? dates.start.date : dates.finish.dateOfFinish
    let en = "the \(link.kind.leavesStart ? "start" : "finish") of \(name.en) on \(day)"
    let zh = "\(name.zh)于\(day)\(link.kind.leavesStart ? "开始" : "完成")"
    let lag = WorkSpan.text(abs(link.lag), perDay: minutesPerDay(link), isElapsed: link.lagClock == .elapsed)
    switch (link.kind.entersStart, link.lag.signum()) {
    case (true, 0): return Bilingual(en: "it follows \(en)", zh: "须等\(zh)")
    case (true, 1): return Bilingual(en: "it follows \(en) by \(lag.en)", zh: "须等\(zh)后再过\(lag.zh)")
    case (true, _): return Bilingual(en: "it may begin \(lag.en) before \(en)", zh: "最早可在\(zh)前\(lag.zh)开始")
    case (false, 0): return Bilingual(en: "it cannot end before \(en)", zh: "不能早于\(zh)")
    case (false, 1): return Bilingual(en: "it cannot end until \(lag.en) after \(en)", zh: "须在\(zh)后\(lag.zh)才能完成")
    case (false, _):
      return Bilingual(en: "it cannot end earlier than \(lag.en) before \(en)", zh: "最早可在\(zh)前\(lag.zh)完成")
    }
  }

  /// What holds an activity that no link drives.
  private func root(_ activity: ActivityID, driver: Driver, name: Bilingual) -> Bilingual {
    let network = schedule.network
    let dates = schedule.dates(of: activity)
    let begin = dates.remainingStart.date
    let minutes = Int(network.remaining[activity.index])
    let span = WorkSpan.text(
      minutes, perDay: network.minutesPerDay(of: activity), isElapsed: network.calendar(of: activity) == .elapsed)
    switch driver {
    case .reached:
      let day = dates.finish.dateOfFinish
      return Bilingual(en: "\(name.en) was finished on \(day)", zh: "\(name.zh)已于\(day)完成")
    case .constraint(let constraint): return held(constraint, name: name)
    case .pinned: return Bilingual(en: "\(name.en) is set to start on \(begin)", zh: "\(name.zh)定于\(begin)开始")
    case .underWay:
      return Bilingual(
        en: "\(name.en) began on \(dates.start.date) and has \(span.en) left",
        zh: "\(name.zh)已于\(dates.start.date)开始，还需\(span.zh)")
    case .dataDate, .start, .link:
      if network.traits[activity.index].contains(.started) {
        return Bilingual(en: "\(name.en) still needs \(span.en) from \(begin)", zh: "\(name.zh)自\(begin)起还需\(span.zh)")
      }
      guard minutes > 0 else {
        return Bilingual(en: "\(name.en) has nothing to wait for before \(begin)", zh: "\(name.zh)在\(begin)之前没有须等待的工作")
      }
      return Bilingual(
        en: "\(name.en) can begin on \(begin) and takes \(span.en)", zh: "\(name.zh)可于\(begin)开始，需\(span.zh)")
    }
  }

  private func held(_ constraint: DateConstraint, name: Bilingual) -> Bilingual {
    let start = constraint.at.date
    let finish = constraint.at.dateOfFinish
    switch constraint.kind {
    case .startNoEarlier, .startOn:
      return Bilingual(en: "\(name.en) cannot start before \(start)", zh: "\(name.zh)不能早于\(start)开始")
    case .finishNoEarlier, .finishOn:
      return Bilingual(en: "\(name.en) cannot end before \(finish)", zh: "\(name.zh)不能早于\(finish)完成")
    case .expectedFinish:
      return Bilingual(en: "\(name.en) is expected on \(finish) by its people", zh: "负责人预计\(name.zh)于\(finish)完成")
    case .mustStart, .startNoLater:
      return Bilingual(en: "\(name.en) must start on \(start)", zh: "\(name.zh)必须于\(start)开始")
    case .mustFinish, .finishNoLater, .promise:
      return Bilingual(en: "\(name.en) must end on \(finish)", zh: "\(name.zh)必须于\(finish)完成")
    }
  }

  private func minutesPerDay(_ link: Link) -> Int {
    guard case .calendar(let calendar) = link.lagClock else { return CivilMinute.perDay }
    return schedule.network.clocks[calendar.index].minutesPerDay
  }
}
