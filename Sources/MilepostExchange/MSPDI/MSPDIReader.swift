import MilepostCore

/// Reads a Microsoft Project XML file (MSPDI).
package struct MSPDIReader {
  private static let header: Set = [
    "Name", "Title", "StartDate", "StatusDate", "CalendarUID", "HonorConstraints", "ScheduleFromStart",
  ]

  private var fields: [String: String] = [:]
  private var calendars: [XMLTree.Element] = []
  private var rows: [XMLTree.Element] = []
  private var notes: [Bilingual] = []

  /// Refuses with `malformed_input` what is no such file, with `missing_field` one without start or tasks; what is there
  /// and cannot be taken over is in the notes.
  package static func read(_ bytes: some Collection<UInt8>) throws(Refusal) -> ImportedSchedule {
    var reader = MSPDIReader()
    try reader.take(Array(bytes))
    return try reader.schedule()
  }

  private mutating func take(_ bytes: [UInt8]) throws(Refusal) {
    var (fields, calendars, rows) = ([String: String](), [XMLTree.Element](), [XMLTree.Element]())
    try XMLTree.read(bytes, taking: MSPDIReader.header.union(["Calendar", "Task"])) { element in
      switch element.name {
      case "Calendar": calendars.append(element)
      case "Task": rows.append(element)
      default: if fields[element.name] == nil { fields[element.name] = element.text }
      }
    }
    (self.fields, self.calendars, self.rows) = (fields, calendars, rows)
  }

  private mutating func schedule() throws(Refusal) -> ImportedSchedule {
    let live = rows.filter { $0["IsNull"] != "1" && $0["Active"] != "0" && $0["UID"] != nil && $0["UID"] != "0" }
    guard let start = MSPDIReader.minute(fields["StartDate"]), !live.isEmpty else {
      throw Refusal(
        .missingField, en: "The file has no start date or no tasks; export a whole Microsoft Project plan as XML.",
        zh: "文件缺少开始日期或任务；请将完整的 Microsoft Project 计划另存为 XML。")
    }
    if fields["ScheduleFromStart"] == "0" {
      notes.append(
        Bilingual(
          en: "The plan is scheduled from its finish; it is counted from its start here.",
          zh: "该计划从完成日期倒排；此处按开始日期计算。"))
    }
    let families = MSPDIFamilies(live)
    var schedule = ImportedSchedule(
      name: fields["Title"] ?? fields["Name"] ?? "", start: start,
      lateConstraintsPull: fields["HonorConstraints"] != "0", calendars: MSPDICalendars.read(calendars),
      calendar: fields["CalendarUID"] ?? "")
    for row in live where !families.isSummary(row) { schedule.tasks.append(task(row)) }
    // Every resource has a calendar of its own in such a file.
    let used = Set(schedule.tasks.compactMap(\.calendar) + [schedule.calendar])
    schedule.calendars.removeAll { !used.contains($0.id) }
    for row in live { schedule.relations += relations(row, families) }
    schedule.notes = notes
    return schedule
  }

  private mutating func task(_ row: XMLTree.Element) -> ImportedSchedule.Task {
    let duration = MSPDIReader.duration(row["Duration"]) ?? 0
    let isMilestone = row["Milestone"] == "1" && duration == 0
    let name = row["Name"] ?? ""
    let format = row["DurationFormat"].flatMap { Int($0) } ?? 7
    let actualFinish = MSPDIReader.minute(row["ActualFinish"])
    var progress = Progress(
      actualStart: MSPDIReader.minute(row["ActualStart"]) ?? actualFinish, actualFinish: actualFinish)
    if progress.actualStart != nil, actualFinish == nil {
      progress.remaining = MSPDIReader.duration(row["RemainingDuration"])
    }
    let isManual = row["Manual"] == "1"
    let calendar = row["CalendarUID"].flatMap { $0 == "-1" ? nil : $0 }
    return ImportedSchedule.Task(
      id: row["UID"] ?? "", name: name.isEmpty ? "#\(row["UID"] ?? "")" : name,
      kind: isMilestone ? .finishMilestone : .work, calendar: calendar, duration: duration,
      isElapsed: MSPDIReader.isElapsed(format), progress: progress, constraints: constraints(row, name: name),
      pinnedStart: isManual && progress.actualStart == nil
        ? MSPDIReader.minute(row["ManualStart"] ?? row["Start"]) : nil,
      deadline: MSPDIReader.minute(row["Deadline"]))
  }

  private mutating func constraints(_ row: XMLTree.Element, name: String) -> [DateConstraint] {
    guard let type = row["ConstraintType"].flatMap({ Int($0) }), type != 0 else { return [] }
    if type == 1 {
      notes.append(
        Bilingual(
          en: "“\(name)” is to be as late as possible; it is counted as early as possible.",
          zh: "“\(name)”设为越晚越好；按越早越好计算。"))
    }
    let kinds: [Int: DateConstraint.Kind] = [
      2: .mustStart, 3: .mustFinish, 4: .startNoEarlier, 5: .startNoLater, 6: .finishNoEarlier, 7: .finishNoLater,
    ]
    guard let kind = kinds[type], let at = MSPDIReader.minute(row["ConstraintDate"]) else { return [] }
    return [DateConstraint(kind, at)]
  }

  /// A link from or to a summary task stands for its own: what follows it waits for all of them.
  private mutating func relations(_ row: XMLTree.Element, _ families: MSPDIFamilies) -> [ImportedSchedule.Relation] {
    let kinds: [String: Link.Kind] = ["0": .finishFinish, "1": .finishStart, "2": .startFinish, "3": .startStart]
    var relations: [ImportedSchedule.Relation] = []
    for link in row.all("PredecessorLink") {
      guard let from = link["PredecessorUID"], link["CrossProject"] != "1", families.isKnown(from) else { continue }
      let kind = kinds[link["Type"] ?? "1"] ?? .finishStart
      let format = link["LagFormat"].flatMap { Int($0) } ?? 7
      let befores = families.leaves(of: from)
      if befores.count > 1, kind.leavesStartOfSummary {
        notes.append(
          Bilingual(
            en: "A link from the start of the summary task “\(from)” was left out.", zh: "来自摘要任务“\(from)”开始的关系已略去。"))
        continue
      }
      for before in befores {
        for after in families.leaves(of: row["UID"] ?? "") where after != before {
          relations.append(
            ImportedSchedule.Relation(
              from: before, to: after, kind: kind, lag: (link["LinkLag"].flatMap { Int($0) } ?? 0) / 10,
              isElapsed: MSPDIReader.isElapsed(format)))
        }
      }
    }
    return relations
  }
}

extension MSPDIReader {
  /// Elapsed units have even numbers, estimated ones 32 more (`DurationFormat`, `LagFormat`); 20 is elapsed per cent.
  static func isElapsed(_ format: Int) -> Bool {
    let unit = format > 32 ? format - 32 : format
    return (4...12).contains(unit) && unit % 2 == 0
  }

  /// `PT8H0M0S` as minutes.
  static func duration(_ text: String?) -> Int? {
    guard let text, text.hasPrefix("PT") else { return nil }
    var (seconds, digits) = (0.0, "")
    for character in text.dropFirst(2) {
      switch character {
      case "H": seconds += (Double(digits) ?? 0) * 3600
      case "M": seconds += (Double(digits) ?? 0) * 60
      case "S": seconds += Double(digits) ?? 0
      default:
        digits.append(character)
        continue
      }
      digits = ""
    }
    return seconds < 1e10 ? Int((seconds / 60).rounded()) : nil
  }

  /// `2018-10-18T08:00:00`.
  static func minute(_ text: String?) -> CivilMinute? { text.flatMap { CivilMinute($0.prefix(16)) } }
}

extension Link.Kind {
  /// Of several tasks the first start counts, which no network of links that all hold can say.
  fileprivate var leavesStartOfSummary: Bool { self == .startStart || self == .startFinish }
}

/// Which tasks are summaries, and of what: a task is followed by its own, one level further out.
private struct MSPDIFamilies {
  private var children: [String: [String]] = [:]
  private var known: Set<String> = []

  init(_ rows: [XMLTree.Element]) {
    var open: [(level: Int, id: String)] = []
    for row in rows {
      guard let id = row["UID"] else { continue }
      known.insert(id)
      let level = row["OutlineLevel"].flatMap { Int($0) } ?? 1
      open.removeAll { $0.level >= level }
      if let parent = open.last { children[parent.id, default: []].append(id) }
      open.append((level, id))
    }
  }

  func isKnown(_ id: String) -> Bool { known.contains(id) }

  func isSummary(_ row: XMLTree.Element) -> Bool { row["UID"].map { children[$0] != nil } ?? false }

  func leaves(of id: String) -> [String] {
    var (found, open) = ([String](), [id])
    while let next = open.popLast() {
      if let own = children[next] { open += own.reversed() } else { found.append(next) }
    }
    return found
  }
}
