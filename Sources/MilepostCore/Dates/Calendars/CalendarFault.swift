/// What is wrong with a calendar file, and on which of its lines.
struct CalendarFault: Error {
  let code: Refusal.Code
  let line: Int?
  let text: Bilingual

  init(_ code: Refusal.Code = .malformedInput, line: Int? = nil, en: String, zh: String) {
    self.code = code
    self.line = line
    text = Bilingual(en: en, zh: zh)
  }

  /// Its place is `file:line`.
  func refusal(in fileName: String) -> Refusal {
    let file = DraftRules.shown(fileName)
    return Refusal(code, en: text.en, zh: text.zh, place: line.map { "\(file):\($0)" } ?? file)
  }

  static func notAProperty(line: Int) -> CalendarFault {
    CalendarFault(
      line: line, en: "This line is not iCalendar; a line reads NAME:VALUE.", zh: "此行不符合 iCalendar 格式；每行应为“名称:值”。")
  }

  static func notACalendar() -> CalendarFault {
    CalendarFault(
      en: "The file is not iCalendar; it begins with BEGIN:VCALENDAR and ends with END:VCALENDAR.",
      zh: "文件不是 iCalendar；应以 BEGIN:VCALENDAR 开头，以 END:VCALENDAR 结尾。")
  }

  static func unbalanced(line: Int, _ name: String) -> CalendarFault {
    let name = DraftRules.shown(name)
    return CalendarFault(
      line: line, en: "BEGIN and END do not match at “\(name)”; each BEGIN needs its END.",
      zh: "“\(name)”处的 BEGIN 与 END 不匹配；每个 BEGIN 都须有对应的 END。")
  }

  static func badDate(_ property: ICalendarLine) -> CalendarFault {
    let value = DraftRules.shown(property.value)
    return CalendarFault(
      .invalidDate, line: property.number, en: "“\(value)” is not a day; write \(property.name);VALUE=DATE:20220630.",
      zh: "“\(value)”不是日期；请写成 \(property.name);VALUE=DATE:20220630。")
  }

  static func badValue(_ property: ICalendarLine, should: String) -> CalendarFault {
    let value = DraftRules.shown(property.value)
    return CalendarFault(
      .invalidValue, line: property.number, en: "\(property.name) cannot be “\(value)”; write \(should).",
      zh: "\(property.name) 不能是“\(value)”；请写 \(should)。")
  }

  static func badLength(_ property: ICalendarLine) -> CalendarFault {
    let value = DraftRules.shown(property.value)
    return CalendarFault(
      .invalidValue, line: property.number,
      en: "With \(property.name) “\(value)” the event does not last 1 to \(CalendarEvent.daysMax) whole days.",
      zh: "\(property.name)“\(value)”使该事件的时长不在 1 至 \(CalendarEvent.daysMax) 个整天之内。")
  }

  static func tooMany(_ limit: Int) -> CalendarFault {
    CalendarFault(
      .invalidValue, en: "The file has more than \(limit) events or days; a year's list is far smaller.",
      zh: "文件中的事件或日期超过 \(limit) 个；一年的日期列表远小于此。")
  }
}
