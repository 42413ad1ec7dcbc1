import Foundation
import MilepostCore
import MilepostEngine
import MilepostStore

/// What a link is about, as it stands now.
struct AnswerSubject: Sendable {
  let alert: Alert
  /// What the message said.
  let sentence: Bilingual
  let milestone: Milestone?
  let project: Project?
  let outlook: MilestoneOutlook?
  /// Today in the project.
  let today: CivilDate
  /// When it was acknowledged, on clocks of its zone.
  let acknowledgedAt: String?
  /// When it is told again, on the same clocks.
  let wakesAt: String?

  private struct Body: Decodable {
    struct Details: Decodable { var message: Text }
    struct Text: Decodable {
      var en: String
      var zh: String
    }
    var data: Details
  }

  /// Nil when what it was about is gone.
  init?(_ token: AnswerToken, in reader: StoreReader, from standpoint: Standpoint) throws {
    guard let alert = try reader.alert(id: token.alertID), try reader.endpoint(id: token.endpointID) != nil else {
      return nil
    }
    self.alert = alert
    let body = try? JSONDecoder().decode(Body.self, from: Data(alert.body.utf8))
    let message = body?.data.message
    sentence = Bilingual(en: message?.en ?? alert.type, zh: message?.zh ?? alert.type)
    milestone = try alert.milestoneID.flatMap { try reader.milestone(id: $0) }
    project = try milestone.flatMap { try reader.project(id: $0.projectID) }
    if let milestone, let project {
      outlook = standpoint.outlook(of: milestone, in: project)
      today = standpoint.today(in: project)
    } else {
      outlook = nil
      today = Zone.utc.civilDate(at: standpoint.now)
    }
    let zone = project.map(standpoint.zone(of:)) ?? .utc
    acknowledgedAt = alert.acknowledgedAt.map { LocalTime.text($0, in: zone) }
    wakesAt = alert.wakesAt.map { LocalTime.text($0, in: zone) }
  }

  var isSettled: Bool { alert.state == .resolved }

  /// The day that somebody meant; empty: today.
  func day(_ written: String, for verb: AnswerForm.Verb, from standpoint: Standpoint) throws -> CivilDate {
    let isPast = verb == .reached
    if verb == .acknowledge { return try dayAhead(written, from: standpoint) }
    guard let project else {
      throw Refusal(
        .wrongState, en: "This is about no milestone; it can only be acknowledged.", zh: "此事项不涉及节点，只能确认。")
    }
    if written.isEmpty { return today }
    let day = try standpoint.day(written, in: project, place: "date", leaning: isPast ? .back : .ahead)
    guard !isPast || day <= today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is still to come; what is reached was reached today (\(today)) or earlier.",
        zh: "\(day)尚未到来；完成日期应为今天（\(today)）或更早。", place: "date")
    }
    guard isPast || day >= today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) has passed; an expected date is today (\(today)) or later.",
        zh: "\(day)已过去；预计日期应为今天（\(today)）或以后。", place: "date")
    }
    return day
  }

  /// Until when it is in hand. What is about no project is told in UTC, as everything about the service.
  private func dayAhead(_ written: String, from standpoint: Standpoint) throws -> CivilDate {
    let day: CivilDate
    if let project {
      day = try standpoint.day(written, in: project, place: "date", leaning: .ahead)
    } else {
      do { day = try DueExpression.parse(written, today: today, calendar: .weekdays).date } catch {
        throw error.at("date")
      }
    }
    guard day > today else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is no later than today (\(today)); name the day on which it is told again.",
        zh: "\(day)不晚于今天（\(today)）；请填写届时再提醒的日期。", place: "date")
    }
    let last = today.adding(days: Engine.restDaysMax - 1)
    guard day <= last else {
      throw Refusal(
        .dateOutOfRange, en: "\(day) is too far off; name a day up to \(last), on which it is told again.",
        zh: "\(day)太远；请填写不晚于\(last)、届时再提醒的日期。", place: "date")
    }
    return day
  }
}
