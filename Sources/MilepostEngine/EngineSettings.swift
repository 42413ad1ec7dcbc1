import MilepostCore
import MilepostWebhooks

/// What the administrator sets for the engine.
package struct EngineSettings: Sendable {
  /// For projects that name none.
  package var zone: String
  package var calendar: String
  package var courier: CourierSettings
  package var network: NetworkPolicy
  /// For endpoints that are added without a secret of their own; nil: one is made for each.
  package var signingSecret: String?
  /// Who is told that the service is alive; nil: nobody.
  package var heartbeat: HeartbeatSettings?
  /// Days for which links in messages can be used.
  package var answerDays = 30
  /// Of messages to receivers that name none.
  package var language: MessageLanguage = .en
  /// Where people reach the pages of the service, without a slash at its end; nil: links cannot be made.
  package var publicURL: String?
  /// For so long deliveries that are finished, and their tries, stay on record.
  package var historyDays = 400

  package init(
    zone: String = "UTC", calendar: String = WorkCalendar.weekdays.name,
    courier: CourierSettings = CourierSettings(), network: NetworkPolicy
  ) {
    self.zone = zone
    self.calendar = calendar
    self.courier = courier
    self.network = network
  }
}

extension EngineSettings {
  /// Links in messages by which people answer; nil while nobody has said where the service is reached.
  var answers: AnswerSettings? { publicURL.map { AnswerSettings(publicURL: $0, validDays: answerDays) } }
}

/// Settings, calendars and zones as they stand; replaced as a whole on reload.
struct EngineConfiguration: Sendable {
  var settings: EngineSettings
  var calendars: CalendarLibrary
  var zones: ZoneCache
}
