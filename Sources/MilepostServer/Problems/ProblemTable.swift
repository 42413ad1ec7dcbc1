import Hummingbird
import MilepostAPI
import MilepostCore

/// The one table from codes to HTTP statuses.
extension Refusal.Code {
  var status: HTTPResponse.Status {
    switch self {
    case .malformedInput, .unknownKey, .wrongType, .missingField, .invalidValue, .invalidKey, .invalidDate,
      .vagueDate, .dateOutOfRange, .unknownZone, .unknownCalendar, .invalidURL, .linkCycle, .invalidMatcher:
      .badRequest
    case .unauthenticated: .unauthorized
    case .addressDenied, .forbidden: .forbidden
    case .unknownProject, .unknownMilestone, .unknownActivity, .unknownBaseline, .unknownEndpoint, .unknownAlert,
      .unknownDelivery, .unknownToken, .unknownRoute, .unknownSilence,
      .notFound:
      .notFound
    case .notAllowed: .methodNotAllowed
    case .duplicateKey, .wrongState, .underWay, .testFailed: .conflict
    case .tooManyRequests: .tooManyRequests
    case .unsupportedType: .unsupportedMediaType
    case .keyReused: .unprocessableContent
    case .conflict: .preconditionFailed
    case .bodyTooLarge: .contentTooLarge
    case .storageFull: .init(code: 507, reasonPhrase: "Insufficient Storage")
    case .storageFailed, .databaseNewer, .databaseCorrupt, .databaseLocked, .unavailable: .serviceUnavailable
    }
  }

  /// The code in words: `Unknown project`.
  var title: String {
    let words = rawValue.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}

extension Problem {
  init(_ refusal: Refusal) {
    self.init(
      code: refusal.code.rawValue, status: refusal.code.status.code, title: refusal.code.title,
      detail: refusal.text.en, detailZh: refusal.text.zh, place: refusal.place)
  }
}

extension Refusal {
  static func bodyTooLarge(limit: Int) -> Refusal {
    Refusal(
      .bodyTooLarge, en: "The body is too large; at most \(limit >> 20) MiB are taken here.",
      zh: "请求内容过大，此处最多 \(limit >> 20) MiB。")
  }
}
