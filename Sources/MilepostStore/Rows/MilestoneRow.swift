import GRDB
import MilepostCore

enum MilestoneRow {
  static let columns = """
    id, project_id, key, name, name_en, kind, due_written, due_day, due_provisional, expected_day, actual_day, \
    evidence, labels, after_keys, policy, evaluated_through, next_check, revision, \
    projection, risk_day, buffer, detail, last_word, was_red, due_written_day
    """

  static func milestone(_ row: Row) throws -> Milestone {
    Milestone(
      id: row[0], projectID: row[1], key: row[2], name: row[3], nameEn: row[4],
      detail: try detail(kind: row[5], row[21]),
      due: DueDate(
        written: row[6], date: CivilDate(dayNumber: row[7]), provisional: row[8],
        writtenOn: (row[24] as Int32?).map(CivilDate.init(dayNumber:))),
      expected: (row[9] as Int32?).map(CivilDate.init(dayNumber:)),
      actual: (row[10] as Int32?).map(CivilDate.init(dayNumber:)), evidence: row[11],
      labels: try (row[12] as String?).map { try JSONColumn.value([String: String].self, $0) } ?? [:],
      after: try (row[13] as String?).map { try JSONColumn.value([PlanLink].self, $0) } ?? [],
      policy: try (row[14] as String?).map { try JSONColumn.value(AlertPolicy.self, $0) },
      buffer: try (row[20] as String?).map { try JSONColumn.value(PlanBuffer.self, $0) },
      projection: try (row[18] as String?).map { try JSONColumn.value(Projection.self, $0) },
      riskDate: (row[19] as Int32?).map(CivilDate.init(dayNumber:)),
      wasRed: row[23], lastWord: (row[22] as Int64?).map(Instant.init(milliseconds:)),
      evaluatedThrough: Instant(milliseconds: row[15]),
      nextCheck: (row[16] as Int64?).map(Instant.init(milliseconds:)), revision: row[17])
  }

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
    case .count: return .count(try JSONColumn.value(CountDuty.self, text))
    case .recurring: return .recurring(try JSONColumn.value(RecurringDuty.self, text))
    case .gate: return .gate(try JSONColumn.value(Gate.self, text))
    case .finding: return .finding(try JSONColumn.value(Finding.self, text))
    case .date, nil: return nil
    }
  }

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
