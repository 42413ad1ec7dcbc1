import Crypto
import MilepostCore

/// Texts that open doors: 43 random characters (256 bits), and six more that tell a slip of the pen from a stranger.
enum SecretText {
  static let tokenPrefix = "mp_"
  static let sessionPrefix = "ms_"
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let randomCount = 43
  private static let checkCount = 6

  static func make(_ prefix: String, using random: inout some RandomNumberGenerator) -> String {
    let body = (0..<randomCount).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
    return prefix + String(decoding: body + check(body), as: UTF8.self)
  }

  /// Whether it could be one: its length, its characters and its check are right.
  static func isWellFormed(_ text: String, _ prefix: String) -> Bool {
    guard text.hasPrefix(prefix) else { return false }
    let rest = Array(text.utf8.dropFirst(prefix.utf8.count))
    guard rest.count == randomCount + checkCount else { return false }
    return check(Array(rest.prefix(randomCount))) == Array(rest.suffix(checkCount))
  }

  /// What is kept instead of the text.
  static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// What the pages send back with every change, so that no other site can make a browser ask for one.
  static func antiForgery(session: String) -> String {
    let digest = SHA256.hash(data: Array("milepost forms \(session)".utf8))
    return String(decoding: letters(of: Array(digest.prefix(16)), count: 22), as: UTF8.self)
  }

  /// Takes as long whether the texts differ early, late or not at all.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    let (left, right) = (SHA256.hash(data: Array(left.utf8)), SHA256.hash(data: Array(right.utf8)))
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func check(_ body: [UInt8]) -> [UInt8] {
    letters(of: Array(SHA256.hash(data: body).prefix(checkCount)), count: checkCount)
  }

  private static func letters(of bytes: [UInt8], count: Int) -> [UInt8] {
    (0..<count).map { alphabet[Int(bytes[$0 % bytes.count]) % alphabet.count] }
  }
}
