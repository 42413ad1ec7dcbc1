/// Makes a code that only who has the key can make; of at least `AnswerToken.codeBytes` bytes.
package typealias AnswerSigner = ([UInt8]) -> [UInt8]

/// Leave to answer one alert, as one endpoint was told of it, until a moment: what stands in a message's link. It opens
/// nothing else.
package struct AnswerToken: Hashable, Sendable {
  package let alertID: Int64
  package let endpointID: Int64
  /// To the second.
  package let expiresAt: Instant

  package init(alertID: Int64, endpointID: Int64, expiresAt: Instant) {
    self.alertID = alertID
    self.endpointID = endpointID
    self.expiresAt = Instant(milliseconds: expiresAt.milliseconds / 1000 * 1000)
  }

  package enum Reading: Hashable, Sendable {
    case valid(AnswerToken)
    case expired(AnswerToken)
    /// Not made here, or not with the key that is in use now.
    case unknown
  }

  static let codeBytes = 16
  private static let kind: UInt8 = 1
  private static let payloadBytes = 25

  package func text(_ sign: AnswerSigner) -> String {
    let payload =
      [AnswerToken.kind] + AnswerBytes.of(alertID) + AnswerBytes.of(endpointID)
      + AnswerBytes.of(expiresAt.milliseconds / 1000)
    return URLBase64.text(payload + sign(payload).prefix(AnswerToken.codeBytes))
  }

  package static func read(_ text: String, at now: Instant, _ sign: AnswerSigner) -> Reading {
    guard text.utf8.count < 100, let bytes = URLBase64.bytes(text), bytes.count == payloadBytes + codeBytes else {
      return .unknown
    }
    let payload = Array(bytes[..<payloadBytes])
    guard AnswerBytes.areEqual(bytes[payloadBytes...], sign(payload).prefix(codeBytes)), payload[0] == kind else {
      return .unknown
    }
    let token = AnswerToken(
      alertID: AnswerBytes.number(payload[1..<9]), endpointID: AnswerBytes.number(payload[9..<17]),
      expiresAt: Instant(milliseconds: AnswerBytes.number(payload[17..<25]) * 1000))
    return token.expiresAt > now ? .valid(token) : .expired(token)
  }
}

/// Leave to answer once, given out with the page and good for that page's link only.
package struct AnswerNonce: Hashable, Sendable {
  package let bytes: [UInt8]
  package let expiresAt: Instant

  private static let kind: UInt8 = 2
  private static let lifeSeconds: Int64 = 7200
  private static let randomBytes = 12
  private static let payloadBytes = 21

  package static func make(
    for token: String, at now: Instant, using random: inout some RandomNumberGenerator, _ sign: AnswerSigner
  ) -> String {
    let payload =
      [kind] + AnswerBytes.of(now.milliseconds / 1000 + lifeSeconds)
      + (0..<randomBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
    return URLBase64.text(payload + sign(payload + Array(token.utf8)).prefix(AnswerToken.codeBytes))
  }

  /// Nil when it was not given out for this link, or too long ago.
  package init?(_ text: String, for token: String, at now: Instant, _ sign: AnswerSigner) {
    guard text.utf8.count < 100, let bytes = URLBase64.bytes(text),
      bytes.count == AnswerNonce.payloadBytes + AnswerToken.codeBytes
    else { return nil }
    let payload = Array(bytes[..<AnswerNonce.payloadBytes])
    let code = sign(payload + Array(token.utf8)).prefix(AnswerToken.codeBytes)
    guard AnswerBytes.areEqual(bytes[AnswerNonce.payloadBytes...], code), payload[0] == AnswerNonce.kind else {
      return nil
    }
    expiresAt = Instant(milliseconds: AnswerBytes.number(payload[1..<9]) * 1000)
    guard expiresAt > now else { return nil }
    self.bytes = payload
  }
}

private enum AnswerBytes {
  static func of(_ number: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) }
  }

  static func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

  /// Takes as long whether they differ early, late or not at all.
  static func areEqual(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    guard left.count == right.count, !left.isEmpty else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
