/// What an activity, a link and the settings must be before they are counted with.
enum ActivityRules {
  static let years = ShiftCalendarRules.years
  static let firstMinute = CivilDate(year: years.lowerBound, month: 1, day: 1).map { CivilMinute($0) } ?? CivilMinute(0)

  static func check(_ activity: Activity, calendars: Int) throws(Refusal) {
    let name = activity.name
    guard (0...calendars).contains(activity.calendar.index) else { throw unknownCalendar("calendar") }
    try checkMinutes(activity.duration, of: name, place: "duration")
    guard activity.kind == .work || activity.duration == 0 else {
      throw milestoneLasts(name)
    }
    for constraint in activity.constraints { try check(constraint.at, of: name, place: "constraints") }
    if let pinned = activity.pinnedStart { try check(pinned, of: name, place: "pinned_start") }
    try check(activity.progress, of: name)
  }

  static func check(_ progress: Progress, of name: Bilingual) throws(Refusal) {
    if let start = progress.actualStart { try check(start, of: name, place: "actual_start") }
    if let finish = progress.actualFinish { try check(finish, of: name, place: "actual_finish") }
    if let start = progress.actualStart, let finish = progress.actualFinish, finish < start {
      throw Refusal(
        .invalidValue, en: "“\(name.en)” finished on \(finish.date), before it started on \(start.date).",
        zh: "“\(name.zh)”的完成日期\(finish.date)早于开始日期\(start.date)。", place: "actual_finish")
    }
    if let percent = progress.percent, !(0...100).contains(percent) {
      throw Refusal(
        .invalidValue, en: "“\(name.en)” is \(percent) per cent done; that must lie from 0 to 100.",
        zh: "“\(name.zh)”的完成百分比为\(percent)；应在0到100之间。", place: "percent")
    }
    if let remaining = progress.remaining { try checkMinutes(remaining, of: name, place: "remaining") }
    if progress.actualStart == nil, progress.actualFinish == nil, progress.percent ?? 0 > 0 {
      throw Refusal(
        .missingField, en: "“\(name.en)” is partly done but has no actual start; say when it began.",
        zh: "“\(name.zh)”已部分完成，但没有实际开始日期；请写明何时开始。", place: "actual_start")
    }
  }

  static func check(_ settings: ScheduleSettings, calendars: Int) throws(Refusal) {
    let schedule = Bilingual(en: "The schedule", zh: "进度计划")
    try check(settings.start, of: schedule, place: "start")
    if let date = settings.dataDate { try check(date, of: schedule, place: "data_date") }
    if let date = settings.finishBy { try check(date, of: schedule, place: "finish_by") }
    if case .calendar(let calendar) = settings.lagCalendar, !(0...calendars).contains(calendar.index) {
      throw unknownCalendar("lag_calendar")
    }
  }

  static func check(_ date: CivilMinute, of name: Bilingual, place: String) throws(Refusal) {
    guard years.contains(date.date.year) else {
      throw Refusal(
        .dateOutOfRange, en: "\(date.date) of “\(name.en)” lies outside 1900 to 2199.",
        zh: "“\(name.zh)”的\(date.date)不在1900年至2199年之间。", place: place)
    }
  }

  static func checkMinutes(_ minutes: Int, of name: Bilingual, place: String) throws(Refusal) {
    guard (0...NetworkDraft.durationMax).contains(minutes) else {
      throw Refusal(
        .invalidValue, en: "“\(name.en)” lasts \(minutes) minutes; that must lie from 0 to a hundred years.",
        zh: "“\(name.zh)”的工期为\(minutes)分钟；应在0到一百年之间。", place: place)
    }
  }

  static func milestoneLasts(_ name: Bilingual) -> Refusal {
    Refusal(
      .invalidValue, en: "The milestone “\(name.en)” has a duration; a milestone lasts no time.",
      zh: "里程碑“\(name.zh)”写了工期；里程碑不占时间。", place: "duration")
  }

  static func unknownCalendar(_ place: String) -> Refusal {
    Refusal(
      .unknownCalendar, en: "There is no such calendar in this schedule.", zh: "本进度计划中没有这个日历。",
      place: place)
  }
}

enum LinkRules {
  static func check(_ link: Link, activities: Int, calendars: Int) throws(Refusal) {
    guard (0..<activities).contains(link.from.index), (0..<activities).contains(link.to.index) else {
      throw Refusal(
        .notFound, en: "A link names an activity that is not in this schedule.", zh: "关系引用了本进度计划中没有的工作。",
        place: "links")
    }
    try checkLag(link.lag)
    if case .calendar(let calendar) = link.lagClock, !(0...calendars).contains(calendar.index) {
      throw ActivityRules.unknownCalendar("lag")
    }
  }

  static func checkLag(_ minutes: Int) throws(Refusal) {
    guard minutes.magnitude <= UInt(NetworkDraft.durationMax) else {
      throw Refusal(
        .invalidValue, en: "A link has a lag of \(minutes) minutes; a hundred years is the most.",
        zh: "关系的延隔为\(minutes)分钟；最多一百年。", place: "lag")
    }
  }

  static func duplicate(_ link: Link, names: [Bilingual]) -> Refusal {
    let from = names[link.from.index]
    let to = names[link.to.index]
    return Refusal(
      .duplicateKey, en: "“\(from.en)” and “\(to.en)” are linked twice in the same way; keep one of the two.",
      zh: "“\(from.zh)”与“\(to.zh)”之间有两条相同类型的关系；请只保留一条。", place: "links")
  }
}
