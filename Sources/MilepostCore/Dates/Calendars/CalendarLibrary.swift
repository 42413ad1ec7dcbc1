/// The working calendars that the service knows, by name.
package struct CalendarLibrary: Sendable {
  private let calendars: [String: WorkCalendar]

  package init(_ calendars: [WorkCalendar] = []) {
    var table = [WorkCalendar.weekdays.name: WorkCalendar.weekdays]
    for calendar in calendars { table[calendar.name] = calendar }
    self.calendars = table
  }

  /// Reads iCalendar files and joins those of one calendar; a year is published when a file is named for it.
  ///
  /// The order of `files` does not matter. Refuses with the file and line of the first fault.
  package init(files: [(name: String, contents: String)]) throws(Refusal) {
    var years: [String: [CalendarFile]] = [:]
    for (name, contents) in files.sorted(by: { $0.name < $1.name }) {
      let file = try CalendarFile.parse(contents, fileName: name)
      guard file.calendar != WorkCalendar.weekdays.name else { throw CalendarLibrary.reserved(name) }
      guard years[file.calendar]?.last?.year != file.year else { throw CalendarLibrary.twice(name) }
      years[file.calendar, default: []].append(file)
    }
    self.init(try years.values.map { files throws(Refusal) in try CalendarLibrary.joined(files) })
  }

  package var names: [String] { calendars.keys.sorted() }

  package func calendar(named name: String) throws(Refusal) -> WorkCalendar {
    guard let calendar = calendars[name] else {
      throw Refusal(
        .unknownCalendar, en: "There is no calendar “\(name)”; known are \(names.joined(separator: ", ")).",
        zh: "没有日历“\(name)”；已有：\(names.joined(separator: "、"))。")
    }
    return calendar
  }

  /// One calendar of the files of its years.
  private static func joined(_ files: [CalendarFile]) throws(Refusal) -> WorkCalendar {
    var exceptions: [CivilDate: WorkCalendar.Exception] = [:]
    for file in files {
      // A holiday that spans New Year may stand in either file; on its own days a year's file has the last word.
      exceptions.merge(file.days) { _, later in later }
    }
    for file in files {
      exceptions.merge(file.days.filter { $0.key.year == file.year }) { _, own in own }
    }
    return WorkCalendar(
      name: files[0].calendar, workingWeekdays: try workweek(of: files), exceptions: exceptions,
      publishedYears: Set(files.map(\.year)))
  }

  private static func workweek(of files: [CalendarFile]) throws(Refusal) -> Set<Int> {
    let said = files.filter { $0.workingWeekdays != nil }
    if let other = said.first(where: { $0.workingWeekdays != said[0].workingWeekdays }) {
      throw Refusal(
        .conflict, en: "The files of “\(other.calendar)” give different working weeks; make them agree.",
        zh: "日历“\(other.calendar)”各文件的工作周不一致；请改为一致。", place: "\(other.calendar)-\(other.year).ics")
    }
    return said.first?.workingWeekdays ?? WorkCalendar.weekdays.workingWeekdays
  }

  private static func reserved(_ fileName: String) -> Refusal {
    Refusal(
      .invalidValue, en: "“weekdays” is the built-in calendar without holidays; give the file another name.",
      zh: "“weekdays”是内置的无节假日日历；请给文件换一个名称。", place: DraftRules.shown(fileName))
  }

  private static func twice(_ fileName: String) -> Refusal {
    Refusal(
      .duplicateKey, en: "The file is given twice; keep one.", zh: "该文件重复出现；请只保留一个。", place: DraftRules.shown(fileName))
  }
}
