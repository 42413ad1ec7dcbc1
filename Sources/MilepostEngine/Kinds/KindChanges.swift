import MilepostCore
import MilepostStore

/// What a milestone is beyond a date, as people say it.
extension UnitOfWork {
  /// The due date of a new milestone: as written, or the first that a rule gives.
  func firstDue(_ draft: MilestoneDraft, in context: ProjectContext) throws -> DueDate {
    if let due = draft.due ?? draft.dueIfNew, draft.repeats == nil { return try date(due, in: context, place: "due") }
    guard let repeats = draft.repeats else { throw missing("due") }
    guard draft.due == nil else { throw followsFromRule() }
    return try UnitOfWork.due(of: try duty(repeats, was: nil, in: context), on: context.today)
  }

  func fillKind(_ milestone: inout Milestone, from draft: MilestoneDraft, in context: ProjectContext) throws {
    if let count = draft.count {
      guard milestone.kind == .date || milestone.kind == .count else { throw otherKind(milestone, place: "count") }
      milestone.detail = .count(try duty(count, of: milestone, in: context))
    }
    if let repeats = draft.repeats {
      guard milestone.kind == .date || milestone.kind == .recurring else {
        throw otherKind(milestone, place: "repeats")
      }
      var was: RecurringDuty?
      if case .recurring(let duty) = milestone.detail { was = duty }
      let duty = try duty(repeats, was: was, in: context)
      milestone.detail = .recurring(duty)
      milestone.due = try UnitOfWork.due(of: duty, on: context.today)
    } else if milestone.kind == .recurring, let due = draft.due, due != milestone.due.written {
      throw followsFromRule()
    }
    if let gate = draft.gate {
      guard milestone.kind == .date || milestone.kind == .gate else { throw otherKind(milestone, place: "gate") }
      milestone.detail = .gate(try self.gate(gate, of: milestone))
    }
    if draft.isFinding == true, milestone.kind != .finding {
      guard milestone.kind == .date else { throw otherKind(milestone, place: "finding") }
      milestone.detail = .finding(
        try Finding(what: milestone.name, found: Deed(by: author, on: context.today)))
    }
    if case .count(let duty) = milestone.detail { _ = try duty.period(due: milestone.due.date) }
  }

  /// An occurrence is due at the end of the last day on which it can be reached.
  static func due(of duty: RecurringDuty, on today: CivilDate) throws(Refusal) -> DueDate {
    guard let next = duty.next(on: today) else {
      throw Refusal(
        .invalidValue, en: "The rule gives no day from \(today) on; write one that goes on.",
        zh: "按规则自\(today)起不再有日期；请写仍会继续的规则。", place: "repeats.rule")
    }
    return DueDate(written: next.date.description, date: next.closes)
  }

  private func duty(
    _ draft: CountDraft, of milestone: Milestone, in context: ProjectContext
  ) throws -> CountDuty {
    var was: CountDuty?
    if case .count(let duty) = milestone.detail { was = duty }
    guard let target = draft.target ?? was?.target.target else { throw missing("target").at("count") }
    guard let unit = draft.unit ?? was?.target.unit else { throw missing("unit").at("count") }
    do {
      let target = try CountTarget(
        from: draft.from ?? was?.target.from ?? 0, target: target, unit: unit,
        unitEn: draft.unitEn ?? was?.target.unitEn)
      let start = try draft.start.map { try date($0, in: context, place: "start", leaning: .back).date }
      var reports = was?.reports ?? []
      if let value = draft.value, value != reports.last?.value {
        let day = try draft.valueOn.map { try date($0, in: context, place: "value_on", leaning: .back).date }
        reports.append(try CountReport(date: day ?? context.today, value: value))
      }
      return CountDuty(
        target: target, start: start ?? was?.start ?? min(context.today, milestone.due.date),
        tolerancePoints: draft.tolerance ?? was?.tolerancePoints ?? CountPeriod.usualTolerancePoints,
        reports: reports)
    } catch let refusal as Refusal { throw refusal.at("count") }
  }

  private func duty(
    _ draft: RepeatDraft, was: RecurringDuty?, in context: ProjectContext
  ) throws -> RecurringDuty {
    do {
      guard let rule = try draft.rule.map({ try RecurrenceRule($0) }) ?? was?.rule else { throw missing("rule") }
      let start = try draft.start.map { try beginning($0, in: context) }
      var duty = try RecurringDuty(
        rule: rule, start: start ?? was?.start ?? context.today, earlyDays: draft.early ?? was?.earlyDays ?? 0,
        graceDays: draft.grace ?? was?.graceDays ?? 0, watchedFrom: was?.watchedFrom ?? context.today)
      // What was done stays done where the new rule still has that day.
      for occurrence in was?.reached ?? [] {
        if let deed = occurrence.reached { try? duty.reach(occurrence.date, deed) }
      }
      return duty
    } catch let refusal as Refusal { throw refusal.at("repeats") }
  }

  /// The checks of a plan with what is known of those that stay.
  private func gate(_ draft: GateDraft, of milestone: Milestone) throws -> Gate {
    var was: Gate?
    if case .gate(let gate) = milestone.detail { was = gate }
    do {
      guard draft.checks != nil || was != nil else { throw missing("checks") }
      let checks = try draft.checks?.enumerated().map { try self.check($0.element, index: $0.offset) }
      let order: Gate.Order? = try draft.order.map { try DraftRules.choice($0, place: "order") }
      let gate = try Gate(
        checks: checks ?? was?.checks ?? [], order: order ?? was?.order ?? .free,
        needsSecondPerson: draft.needsSecondPerson ?? was?.needsSecondPerson ?? false)
      return try was.map { try gate.keeping($0) } ?? gate
    } catch let refusal as Refusal { throw refusal.at("gate") }
  }

  private func check(_ draft: GateDraft.Check, index: Int) throws(Refusal) -> GateCheck {
    do { return try GateCheck(key: draft.key, name: draft.name, nameEn: draft.nameEn) } catch {
      throw error.at("checks[\(index)]")
    }
  }

  /// Birthdays lie further back than anything that is promised.
  private func beginning(_ text: String, in context: ProjectContext) throws -> CivilDate {
    if let day = CivilDate(DraftRules.trimmed(text)), (1900..<1970).contains(day.year) { return day }
    return try date(text, in: context, place: "start", leaning: .back).date
  }

  private func followsFromRule() -> Refusal {
    Refusal(
      .invalidValue, en: "The due date of what recurs follows from its rule; leave “due” out.",
      zh: "重复事项的日期由规则得出；请不要写“due”。", place: "due")
  }

  private func otherKind(_ milestone: Milestone, place: String) -> Refusal {
    Refusal(
      .wrongState, en: "“\(milestone.key)” is of another kind (\(milestone.kind.rawValue)); register a new milestone.",
      zh: "“\(milestone.key)”属于另一类（\(milestone.kind.rawValue)）；请另行登记。", place: place)
  }
}
