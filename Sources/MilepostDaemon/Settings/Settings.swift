import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostWebhooks

/// What the administrator has set, with defaults for the rest.
package struct Settings: Equatable, Sendable {
  package var database: String
  package var socket: String
  package var calendars: String
  package var zone: String
  package var calendar: String
  package var language: ServiceLanguage
  package var logLevel: String
  /// What deliveries under way may take when the service is to stop.
  package var shutdownSeconds: Int
  package var concurrency: Int
  package var connectSeconds: Int
  package var timeoutSeconds: Int
  package var allowNetworks: [String]
  package var denyNetworks: [String]
  package var secretFile: String?
  /// PEM file of authorities that receivers' certificates are checked against, in place of the system's.
  package var authorities: String?
  /// Days for which finished deliveries stay on record.
  package var historyDays: Int
  /// The way in over TCP; nil: none.
  package var listening: Listening?
  /// Where people reach the pages, without a slash at its end; links in messages lead there.
  package var publicURL: String?
  /// Who is told that the service is alive; a secret.
  package var heartbeatURL: String?
  package var heartbeatSeconds: Int
  /// Days for which links in messages can be used.
  package var answerDays: Int
  package var rehearsal: Rehearsal?

  package struct Listening: Equatable, Sendable {
    package var address: ListenAddress
    package var certificate: String?
    package var key: String?
    package var proxies: TrustedProxies
    /// Requests a minute of one token, or one address.
    package var requestsPerMinute: Int
  }

  /// A clock of its own, for rehearsals.
  package struct Rehearsal: Equatable, Sendable {
    package var start: Instant
    package var zone: String
    /// Simulated seconds per real second.
    package var speed: Double
  }

  /// Settings whose new value takes a restart.
  func needingRestart(toBecome other: Settings) -> [String] {
    var names: [String] = []
    if database != other.database { names.append(SettingKey.database.name) }
    if socket != other.socket { names.append(SettingKey.socket.name) }
    if listening != other.listening { names.append(SettingKey.listen.name) }
    if rehearsal != other.rehearsal { names.append("rehearsal") }
    return names
  }

  /// These settings, but what takes a restart as it is in `running`.
  func keeping(_ running: Settings) -> Settings {
    var settings = self
    settings.database = running.database
    settings.socket = running.socket
    settings.listening = running.listening
    settings.rehearsal = running.rehearsal
    return settings
  }
}

/// Settings together with what they name: all that the service needs to run by them.
package struct ServiceSetup: Sendable {
  package var settings: Settings
  package var calendars: CalendarLibrary
  package var zones: ZoneCache
  package var engine: EngineSettings
  package var network: NetworkDoor?
  /// What is allowed, but most likely not meant.
  package var warnings: [Bilingual]

  package var clock: any EngineClock {
    guard let rehearsal = settings.rehearsal else { return SystemClock() }
    return RehearsalClock(start: rehearsal.start, speed: rehearsal.speed)
  }
}
