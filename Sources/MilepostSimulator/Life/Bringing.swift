import MilepostCore
import MilepostEngine
import MilepostExchange

/// A plan that is kept in another program, and brought in now and then.
struct ForeignPlan {
  enum Form: CaseIterable { case table, xer, mspdi }

  struct Row {
    var number: Int
    /// Nil: the other program promises nothing, and only has a forecast.
    var due: CivilDate?
    var reached: CivilDate?

    /// As all readers make it of the row's own number.
    var key: String { "t\(number)" }
  }

  var project: String
  var rows: [Row]
  var form: Form
  /// One row says what is no date: then nothing of it may be taken.
  var isBroken = false

  /// As the other program writes it.
  var bytes: [UInt8] {
    switch form {
    case .table: Array(table.utf8)
    case .xer: Array(xer.utf8)
    case .mspdi: Array(mspdi.utf8)
    }
  }

  private var table: String {
    let lines = rows.map { row in
      "\(row.key),Point \(row.number),\(isBroken ? "soon" : row.due?.description ?? ""),\(row.reached?.description ?? "")"
    }
    return (["标识,名称,应完成,实际完成"] + lines).joined(separator: "\n")
  }

  private var xer: String {
    let lines = rows.map { row in
      let promise = row.due.map { "CS_MEOB\t\($0) 17:00" } ?? "\t"
      let reached = row.reached.map { "\($0) 12:00" } ?? ""
      return "%R\t\(row.number)\t1\t1\tTT_FinMile\tT\(row.number)\tPoint \(row.number)\t\(reached)\t\(promise)"
    }
    let head = """
      ERMHDR\t8.2\t2026-01-01\tProject
      %T\tPROJECT
      %F\tproj_id\tproj_short_name\tplan_start_date\tlast_recalc_date\tclndr_id
      %R\t1\tSIM\t2020-01-06 08:00\t2020-01-06 00:00\t1
      %T\tTASK
      %F\ttask_id\tproj_id\tclndr_id\ttask_type\ttask_code\ttask_name\tact_end_date\tcstr_type\tcstr_date
      """
    return ([head] + lines + ["%E"]).joined(separator: "\n")
  }

  private var mspdi: String {
    let tasks = rows.map { row in
      let promise = row.due.map { "<Deadline>\($0)T17:00:00</Deadline>" } ?? ""
      let reached = row.reached.map { "<ActualFinish>\($0)T12:00:00</ActualFinish>" } ?? ""
      return "<Task><UID>\(row.number)</UID><Name>Point \(row.number)</Name><OutlineLevel>1</OutlineLevel>"
        + "<Duration>PT0H0M0S</Duration><Milestone>1</Milestone>\(reached)\(promise)</Task>"
    }
    return "<Project xmlns=\"http://schemas.microsoft.com/project\"><Name>SIM</Name>"
      + "<StartDate>2020-01-06T08:00:00</StartDate><Tasks>\(tasks.joined())</Tasks></Project>"
  }

  /// As the service reads it.
  func read() throws -> PlanDocument {
    let plan =
      switch form {
      case .table: try CSVPlanReader.read(bytes, project: project)
      case .xer: try ImportedPlan(XERReader.read(bytes), project: project).plan
      case .mspdi: try ImportedPlan(MSPDIReader.read(bytes), project: project).plan
      }
    return PlanDocument(projects: [plan])
  }
}

/// What is to become of what stands when a plan is brought in.
struct Bringing {
  var plan: ForeignPlan
  var added: [ForeignPlan.Row] = []
  /// Milestones for which the plan says another day.
  var moved: [Int64] = []
  var reached: [Int64] = []
  /// Milestones that stay as they are.
  var kept: [Int64] = []

  /// The entry in the ledger by which it is known to have come to pass; nil: it changes nothing.
  func entry(in books: Books) -> (action: String, subject: String?)? {
    func path(_ id: Int64) -> String { books.points[id].map { "\($0.project)/\($0.key)" } ?? "" }
    if plan.isBroken { return ("milestone.add", nil) }
    if let row = added.first { return ("milestone.add", "\(plan.project)/\(row.key)") }
    if let id = moved.first { return ("milestone.edit", path(id)) }
    return reached.first.map { ("milestone.reach", path($0)) }
  }
}

extension Life {
  private static let rowsMax = 5

  /// Somebody has worked on the plan in the other program, or has not, and brings it in.
  func bringing(into project: String, mayAdd: Bool) -> Deed? {
    var rows = plans[project] ?? []
    let today = books.works[project]?.zone.day(at: clock.now().milliseconds) ?? CivilDate(dayNumber: 0)
    func day() -> CivilDate { today.adding(days: dice.roll(-10...dice.pick([10, 40, 200]))) }
    if mayAdd, rows.count < Self.rowsMax, rows.isEmpty || dice.once(in: 2) {
      number += 1
      rows.append(.init(number: number, due: dice.once(in: 6) ? nil : day(), reached: nil))
    }
    guard !rows.isEmpty else { return nil }
    let place = dice.roll(0...rows.count - 1)
    switch dice.roll(1...8) {
    case 1...4: rows[place].due = day()
    case 5: rows[place].reached = today.adding(days: -dice.roll(1...5))
    case 6 where rows.count > 2: rows.remove(at: place)
    default: break
    }
    plans[project] = rows
    let form = dice.pick(ForeignPlan.Form.allCases)
    // A table has no forecasts.
    let told = form == .table ? rows.filter { $0.due != nil } : rows
    guard !told.isEmpty else { return nil }
    let plan = ForeignPlan(
      project: project, rows: told, form: form, isBroken: form == .table && dice.once(in: 6))
    return .bringIn(foreseen(plan))
  }

  private func foreseen(_ plan: ForeignPlan) -> Bringing {
    var bringing = Bringing(plan: plan)
    for row in plan.rows {
      let point = books.points.values.first {
        $0.project == plan.project && $0.key == row.key && !removed.contains($0.id)
      }
      guard let point else {
        bringing.added.append(row)
        continue
      }
      let isMoved = row.due.map { $0 != point.due } ?? false
      let isReached = row.reached != nil && point.isOpen
      if isMoved { bringing.moved.append(point.id) }
      if isReached { bringing.reached.append(point.id) }
      if !isMoved, !isReached { bringing.kept.append(point.id) }
    }
    return bringing
  }

  func bringIn(_ bringing: Bringing, on engine: Engine) async throws {
    var document = try bringing.plan.read()
    if mutation == .loseRows { document.projects[0].milestones.removeLast() }
    if mutation == .doubleRows {
      let twins = document.projects[0].milestones.map { row in
        var twin = row
        twin.key = row.key.map { "\($0)-2" }
        return twin
      }
      document.projects[0].milestones += twins
    }
    tally.plans += 1
    _ = try await engine.apply(document, dryRun: false, by: Deed.author)
    books.require(!bringing.plan.isBroken, "a plan was taken in that says what is no date")
  }

  func apply(_ bringing: Bringing) {
    let project = bringing.plan.project
    for row in bringing.added {
      enter(MilestoneDraft(key: row.key, due: row.due?.description), in: project, nil, .date)
    }
    for id in bringing.moved { refresh(id) }
    for id in bringing.reached { close(id) }
    for id in bringing.moved where books.current[id] != nil { books.takeBackLevels(of: id) }
    // The same day in other words is a word as well.
    for id in bringing.kept where books.current[id] != nil && !fromPlans.contains(id) { books.forgetChains(of: id) }
    for row in bringing.plan.rows {
      guard let point = books.points.values.first(where: { $0.isKnown(as: row.key, of: project, but: removed) }) else {
        books.violation("\(project)/\(row.key) was brought in, and is not there")
        continue
      }
      if row.due != nil { fromPlans.insert(point.id) }
      books.require(
        row.due == nil || row.due == point.due, "\(project)/\(row.key) is due \(point.due), and its plan says otherwise"
      )
      books.require(row.reached == nil || !point.isOpen, "\(project)/\(row.key) is not reached, as its plan says")
    }
  }

  func judge(_ bringing: Bringing, now: Int64) {
    for row in bringing.plan.rows {
      let point = books.points.values.first { $0.isKnown(as: row.key, of: bringing.plan.project, but: removed) }
      guard let point, point.isOpen, !bringing.kept.contains(point.id) else { continue }
      books.judgeBeginning(of: point.id, now: now, in: calendars)
    }
  }
}

extension Books.Point {
  fileprivate func isKnown(as key: String, of project: String, but removed: Set<Int64>) -> Bool {
    self.key == key && self.project == project && !removed.contains(id)
  }
}
