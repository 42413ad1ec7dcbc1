import MilepostCore

/// Reads a Primavera XER file.
package struct XERReader {
  private static let wanted: Set = ["PROJECT", "CALENDAR", "SCHEDOPTIONS", "TASK", "TASKPRED"]

  private let tables: XERTables
  private var notes: [Bilingual] = []

  /// The largest project of the file, or the one of `name`. Refuses with `malformed_input` or `missing_field` what is
  /// no schedule; what is there and cannot be taken over is in its notes.
  package static func read(
    _ bytes: some Collection<UInt8>, project name: String? = nil
  ) throws(Refusal) -> ImportedSchedule {
    var reader = XERReader(tables: try XERTables(try text(bytes), named: wanted))
    return try reader.schedule(of: name)
  }

  /// UTF-8; else the code page of a Chinese Windows when every foreign character is written in two bytes of its plane,
  /// else that of a Western one.
  static func text(_ bytes: some Collection<UInt8>) throws(Refusal) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var index = 0
    var isPaired = true
    while index < bytes.count, isPaired {
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      isPaired = bytes[index] >= 0xA1 && index + 1 < bytes.count && bytes[index + 1] >= 0xA1
      index += 2
    }
    if isPaired, let text = ForeignText.converted(bytes, from: "GB18030") { return text }
    if let text = ForeignText.converted(bytes, from: "CP1252//IGNORE") { return text }
    return try ForeignText.decode(bytes)
  }

  private mutating func schedule(of name: String?) throws(Refusal) -> ImportedSchedule {
    let project = try project(named: name)
    let id = project["proj_id"]
    let rows = tables.rows("TASK").filter { $0["proj_id"] == id }
    guard let start = XERReader.minute(project["plan_start_date"]) ?? XERReader.minute(project["last_recalc_date"])
    else {
      throw XERReader.missing("plan_start_date", table: "PROJECT")
    }
    let options = tables.rows("SCHEDOPTIONS").first { $0["proj_id"] == id }
    var schedule = ImportedSchedule(
      name: project["proj_short_name"] ?? "", start: start, dataDate: XERReader.minute(project["last_recalc_date"]),
      finishBy: XERReader.minute(project["plan_end_date"]), progressRule: XERReader.rule(options),
      lagCalendar: XERReader.lagCalendar(options), calendars: calendars(), calendar: project["clndr_id"] ?? "")
    var names: [String: String] = [:]
    for row in rows {
      guard let task = try task(row) else { continue }
      schedule.tasks.append(task.task)
      names[task.number] = task.task.id
    }
    // Calendars of people who are not there have no hours and are no use to anybody.
    let used = Set(schedule.tasks.compactMap(\.calendar) + [schedule.calendar])
    schedule.calendars.removeAll { !used.contains($0.id) }
    schedule.relations = relations(among: names)
    schedule.notes = notes
    return schedule
  }

  private func project(named name: String?) throws(Refusal) -> XERTables.Row {
    let projects = tables.rows("PROJECT").filter { name == nil || $0["proj_short_name"] == name }
    let sizes = Dictionary(grouping: tables.rows("TASK")) { $0["proj_id"] ?? "" }.mapValues(\.count)
    guard
      let project = projects.max(by: { sizes[$0["proj_id"] ?? "", default: 0] < sizes[$1["proj_id"] ?? "", default: 0] }
      )
    else { throw XERReader.missing("proj_id", table: "PROJECT") }
    guard sizes[project["proj_id"] ?? "", default: 0] > 0 else { throw XERReader.missing("task_id", table: "TASK") }
    return project
  }

  /// Each on its base; a base that is not there, or goes round in a circle, is none.
  private func calendars() -> [ImportedSchedule.Calendar] {
    let rows = Dictionary(tables.rows("CALENDAR").compactMap { row in row["clndr_id"].map { ($0, row) } }) { $1 }
    return rows.keys.sorted().compactMap { id in
      var chain: [XERTables.Row] = []
      var next: String? = id
      while let current = next, let row = rows[current], chain.count < 10 {
        chain.append(row)
        next = row["base_clndr_id"]
      }
      var shifts: ShiftCalendar?
      for row in chain.reversed() {
        shifts = XERCalendar.read(row["clndr_data"] ?? "", name: row["clndr_name"] ?? id, base: shifts)
      }
      return shifts.map { ImportedSchedule.Calendar(id: id, shifts: $0) }
    }
  }

  private mutating func task(_ row: XERTables.Row) throws(Refusal) -> (number: String, task: ImportedSchedule.Task)? {
    guard let number = row["task_id"] else { throw XERReader.missing("task_id", table: "TASK") }
    let name = row["task_name"] ?? row["task_code"] ?? number
    guard row["task_type"] != "TT_WBS", row["task_type"] != "TT_LOE" else {
      notes.append(
        Bilingual(
          en: "“\(name)” spans other work (level of effort or summary) and was left out.",
          zh: "“\(name)”为跨越其他工作的作业（配合作业或汇总），未导入。"))
      return nil
    }
    let kind: Activity.Kind =
      row["task_type"] == "TT_Mile" ? .startMilestone : row["task_type"] == "TT_FinMile" ? .finishMilestone : .work
    let duration = kind == .work ? XERReader.minutes(row["target_drtn_hr_cnt"]) ?? 0 : 0
    var progress = Progress(
      actualStart: XERReader.minute(row["act_start_date"]), actualFinish: XERReader.minute(row["act_end_date"]))
    if progress.actualStart != nil, progress.actualFinish == nil {
      progress.remaining = XERReader.minutes(row["remain_drtn_hr_cnt"])
    }
    if progress.actualFinish != nil, progress.actualStart == nil { progress.actualStart = progress.actualFinish }
    var constraints = [
      constraint(row["cstr_type"], row["cstr_date"], of: name),
      constraint(row["cstr_type2"], row["cstr_date2"], of: name),
    ].compactMap(\.self)
    if progress.actualFinish == nil, let expected = XERReader.minute(row["expect_end_date"]) {
      constraints.append(DateConstraint(.expectedFinish, expected))
    }
    return (
      number,
      ImportedSchedule.Task(
        id: row["task_code"] ?? number, name: name, kind: kind, calendar: row["clndr_id"], duration: duration,
        progress: progress, constraints: constraints)
    )
  }

  private mutating func constraint(_ type: String?, _ date: String?, of name: String) -> DateConstraint? {
    guard let type, type != "CS_ALAP" else {
      if type != nil {
        notes.append(
          Bilingual(
            en: "“\(name)” is to be as late as possible; it is counted as early as possible.",
            zh: "“\(name)”设为尽可能晚；按尽可能早计算。"))
      }
      return nil
    }
    guard let kind = XERReader.constraintKinds[type], let at = XERReader.minute(date) else { return nil }
    return DateConstraint(kind, at)
  }

  private static let constraintKinds: [String: DateConstraint.Kind] = [
    "CS_MSO": .startOn, "CS_MSOA": .startNoEarlier, "CS_MSOB": .startNoLater, "CS_MEO": .finishOn,
    "CS_MEOA": .finishNoEarlier, "CS_MEOB": .finishNoLater, "CS_MANDSTART": .mustStart, "CS_MANDFIN": .mustFinish,
  ]

  private mutating func relations(among names: [String: String]) -> [ImportedSchedule.Relation] {
    let kinds: [String: Link.Kind] = [
      "PR_FS": .finishStart, "PR_SS": .startStart, "PR_FF": .finishFinish, "PR_SF": .startFinish,
    ]
    var left = 0
    let relations = tables.rows("TASKPRED").compactMap { row -> ImportedSchedule.Relation? in
      guard let to = row["task_id"].flatMap({ names[$0] }) else { return nil }
      guard let from = row["pred_task_id"].flatMap({ names[$0] }) else {
        left += 1
        return nil
      }
      return ImportedSchedule.Relation(
        from: from, to: to, kind: kinds[row["pred_type"] ?? ""] ?? .finishStart,
        lag: XERReader.minutes(row["lag_hr_cnt"]) ?? 0)
    }
    if left > 0 {
      notes.append(
        Bilingual(
          en: "\(left) links come from work that was not taken over and were left out.",
          zh: "有 \(left) 条关系的前置工作未导入，已略去。"))
    }
    return relations
  }
}

extension XERReader {
  private static func rule(_ options: XERTables.Row?) -> ScheduleSettings.ProgressRule {
    if options?["sched_progress_override"] == "Y" { return .progressOverride }
    return options?["sched_retained_logic"] == "N" ? .actualDates : .retainedLogic
  }

  private static func lagCalendar(_ options: XERTables.Row?) -> ImportedSchedule.LagCalendar {
    switch options?["sched_calendar_on_relationship_lag"] {
    case "rcal_Successor": .successor
    case "rcal_ProjectDefault", "rcal_ProjDefault": .project
    case "rcal_24Hour": .elapsed
    default: .predecessor
    }
  }

  /// Hours as minutes.
  private static func minutes(_ hours: String?) -> Int? {
    guard let hours, let value = Double(hours), abs(value) < 1e7 else { return nil }
    return Int((value * 60).rounded())
  }

  /// `2021-11-30 08:00`.
  private static func minute(_ text: String?) -> CivilMinute? {
    text.flatMap { CivilMinute($0.prefix(16).replacing(" ", with: "T")) }
  }

  private static func missing(_ column: String, table: String) -> Refusal {
    Refusal(
      .missingField, en: "The XER file has no \(table) with \(column); export the whole project.",
      zh: "XER 文件缺少含 \(column) 的 \(table) 表；请导出完整项目。", place: table)
  }
}
