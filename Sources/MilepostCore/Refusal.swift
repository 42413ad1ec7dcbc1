/// Why something that a person asked for was not done: a stable code, one sentence in English and in Chinese, and
/// where in the input the fault lies.
package struct Refusal: Error, Hashable, Sendable {
  package var code: Code
  package var text: Bilingual
  /// The field, key or line at fault, for example `milestones[2].due`.
  package var place: String?

  package init(_ code: Code, en: String, zh: String, place: String? = nil) {
    self.code = code
    self.text = Bilingual(en: en, zh: zh)
    self.place = place
  }

  package func at(_ place: String) -> Refusal {
    var copy = self
    copy.place = self.place.map { place.isEmpty ? $0 : "\(place).\($0)" } ?? place
    return copy
  }

  /// Stable codes. A code's name never changes once released; programs match on it.
  package enum Code: String, Sendable, CaseIterable {
    case malformedInput = "malformed_input"
    case unknownKey = "unknown_key"
    case wrongType = "wrong_type"
    case missingField = "missing_field"
    case invalidValue = "invalid_value"
    case invalidKey = "invalid_key"
    case invalidDate = "invalid_date"
    case vagueDate = "vague_date"
    case dateOutOfRange = "date_out_of_range"
    case unknownZone = "unknown_zone"
    case unknownCalendar = "unknown_calendar"
    case invalidURL = "invalid_url"
    case addressDenied = "address_denied"
    case unknownProject = "unknown_project"
    case unknownMilestone = "unknown_milestone"
    case unknownActivity = "unknown_activity"
    case unknownBaseline = "unknown_baseline"
    case unknownEndpoint = "unknown_endpoint"
    case unknownAlert = "unknown_alert"
    case unknownDelivery = "unknown_delivery"
    case testFailed = "test_failed"
    case unknownRoute = "unknown_route"
    case unknownSilence = "unknown_silence"
    case invalidMatcher = "invalid_matcher"
    case duplicateKey = "duplicate_key"
    case wrongState = "wrong_state"
    case conflict = "conflict"
    case linkCycle = "link_cycle"
    case bodyTooLarge = "body_too_large"
    case notAllowed = "not_allowed"
    case notFound = "not_found"
    case unknownToken = "unknown_token"
    case unauthenticated = "unauthenticated"
    case forbidden = "forbidden"
    case tooManyRequests = "too_many_requests"
    case unsupportedType = "unsupported_media_type"
    case keyReused = "idempotency_key_reused"
    case underWay = "under_way"
    case storageFull = "storage_full"
    case storageFailed = "storage_failed"
    case databaseNewer = "database_newer"
    case databaseCorrupt = "database_corrupt"
    case databaseLocked = "database_locked"
    case unavailable = "unavailable"
  }
}
