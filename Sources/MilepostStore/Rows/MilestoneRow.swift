import GRDB
import MilepostCore

enum MilestoneRow {
  static let columns = """
    id, project_id, key, name, name_en, kind, due_written, due_day, due_provisional, expected_day, actual_day, \
    evidence, labels, after_keys, policy, evaluated_through, next_check, revision, \
    projection, risk_day, buffer, detail, last_word, was_red, due_written_day
    """

  static func milestone(_ row: Row) throws -> Milestone { try milestone(from: row) }

  static func milestone(from row: some RowColumns) throws -> Milestone {
    Milestone(
      id: row.int64(0), projectID: row.int64(1), key: row.text(2), name: row.text(3), nameEn: row.optionalText(4),
      detail: try detail(kind: row.text(5), row.optionalText(21)),
      due: DueDate(
        written: row.text(6), date: CivilDate(dayNumber: Int32(clamping: row.int64(7))), provisional: row.int64(8) != 0,
        writtenOn: day(row.optionalInt64(24))),
      expected: day(row.optionalInt64(9)), actual: day(row.optionalInt64(10)), evidence: row.optionalText(11),
      labels: try row.optionalText(12).map { try JSONColumn.value([String: String].self, $0) } ?? [:],
      after: try row.optionalText(13).map { try JSONColumn.value([PlanLink].self, $0) } ?? [],
      policy: try row.optionalText(14).map { try policies.value($0) },
      buffer: try row.optionalText(20).map { try JSONColumn.value(PlanBuffer.self, $0) },
      projection: try row.optionalText(18).map { try projections.value($0) },
      riskDate: day(row.optionalInt64(19)), wasRed: row.int64(23) != 0,
      lastWord: row.optionalInt64(22).map(Instant.init(milliseconds:)),
      evaluatedThrough: Instant(milliseconds: row.int64(15)),
      nextCheck: row.optionalInt64(16).map(Instant.init(milliseconds:)), revision: row.int64(17))
  }

  private static func day(_ number: Int64?) -> CivilDate? { number.map { CivilDate(dayNumber: Int32(clamping: $0)) } }

  static func values(_ milestone: Milestone) throws -> StatementArguments {
    [
      milestone.projectID, milestone.key, milestone.name, milestone.nameEn, milestone.kind.rawValue,
      milestone.due.written, milestone.due.date.dayNumber, milestone.due.provisional, milestone.expected?.dayNumber,
      milestone.actual?.dayNumber, milestone.evidence, try JSONColumn.text(orNil: milestone.labels),
      try JSONColumn.text(orNil: milestone.after), try milestone.policy.map { try JSONColumn.text($0) },
      milestone.evaluatedThrough.milliseconds, milestone.nextCheck?.milliseconds,
      try milestone.buffer.map { try JSONColumn.text($0) }, try text(milestone.detail),
      milestone.lastWord.milliseconds, milestone.due.writtenOn?.dayNumber,
    ]
  }

  private static func detail(kind: String, _ text: String?) throws -> MilestoneDetail? {
    guard let text else { return nil }
    switch Milestone.Kind(rawValue: kind) {
    case .count: return .count(try counts.value(text))
    case .recurring: return .recurring(try rhythms.value(text))
    case .gate: return .gate(try gates.value(text))
    case .finding: return .finding(try JSONColumn.value(Finding.self, text))
    case .date, nil: return nil
    }
  }

  private static let policies = JSONMemory<AlertPolicy>()
  private static let counts = JSONMemory<CountDuty>()
  private static let rhythms = JSONMemory<RecurringDuty>()
  private static let gates = JSONMemory<Gate>()
  private static let projections = JSONMemory<Projection>()

  private static func text(_ detail: MilestoneDetail?) throws -> String? {
    switch detail {
    case .count(let duty): try JSONColumn.text(duty)
    case .recurring(let duty): try JSONColumn.text(duty)
    case .gate(let gate): try JSONColumn.text(gate)
    case .finding(let finding): try JSONColumn.text(finding)
    case nil: nil
    }
  }
}
