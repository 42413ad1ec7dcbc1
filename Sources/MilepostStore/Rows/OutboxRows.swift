import GRDB
import MilepostCore

enum EndpointRow {
  static let columns = """
    id, name, url, secret, state, reason, projects, concurrency, revision, format, language, options, breaker, throttle
    """

  static let optionsPlace = 11

  static func endpoint(_ row: Row) throws -> Endpoint {
    Endpoint(
      id: row[0], name: row[1], url: row[2], secret: row[3], state: Endpoint.State(rawValue: row[4]) ?? .paused,
      reason: row[5], projects: try projects.value(row[6]), concurrency: row[7],
      format: MessageFormat(rawValue: row[9]) ?? .standard, language: MessageLanguage(rawValue: row[10]) ?? .en,
      options: try (row[optionsPlace] as String?).map { try options.value($0) },
      breaker: try (row[12] as String?).map { try breakers.value($0) },
      throttle: try (row[13] as String?).map { try throttles.value($0) },
      revision: row[8])
  }

  // Read whenever deliveries are handed out.
  private static let projects = JSONMemory<[String]>()
  // Of headers and logins: forgotten with their webhook, and as soon as they are others.
  static let options = JSONMemory<EndpointOptions>()
  private static let breakers = JSONMemory<Breaker>()
  private static let throttles = JSONMemory<Throttle>()
}

enum AlertRow {
  static let columns = """
    id, milestone_id, rule, occurrence, type, state, scheduled_at, fired_at, acknowledged_by, acknowledged_at, \
    resolved_at, body, subject, ended, acknowledged_reason, wakes_at, told_by
    """

  static func alert(_ row: Row) -> Alert {
    Alert(
      id: row[0], milestoneID: row[1], subject: row[12], rule: row[2], occurrence: row[3], type: row[4],
      state: Alert.State(rawValue: row[5]) ?? .open, ended: (row[13] as String?).flatMap(Alert.End.init(rawValue:)),
      scheduledAt: Instant(milliseconds: row[6]), firedAt: Instant(milliseconds: row[7]), acknowledgedBy: row[8],
      acknowledgedAt: (row[9] as Int64?).map(Instant.init(milliseconds:)), acknowledgedReason: row[14],
      wakesAt: (row[15] as Int64?).map(Instant.init(milliseconds:)),
      toldBy: row[16], resolvedAt: (row[10] as Int64?).map(Instant.init(milliseconds:)), body: row[11])
  }
}

enum DeliveryRow {
  static let columns = """
    id, message_id, endpoint_id, alert_id, state, attempts, next_attempt, created_at, finished_at, last_status, \
    last_error, milestone_id, folded_into, uncounted
    """

  /// Columns of a delivery, beside others in one row.
  static let count = 14

  static func delivery(_ row: Row) -> Delivery {
    Delivery(
      id: row[0], messageID: row[1], endpointID: row[2], alertID: row[3], milestoneID: row[11],
      state: Delivery.State(rawValue: row[4]) ?? .pending, foldedInto: row[12], attempts: row[5],
      nextAttempt: Instant(milliseconds: row[6]), createdAt: Instant(milliseconds: row[7]),
      finishedAt: (row[8] as Int64?).map(Instant.init(milliseconds:)), lastStatus: row[9], lastError: row[10],
      uncounted: row[13])
  }
}
