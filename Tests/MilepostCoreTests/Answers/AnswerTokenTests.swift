import Foundation
import Testing

@testable import MilepostCore

/// A stand-in for HMAC that depends on every byte.
private func sign(_ bytes: [UInt8]) -> [UInt8] {
  var hash = StableHash()
  hash.add(bytes.map(String.init).joined(separator: ","))
  var (value, code) = (hash.value, [UInt8]())
  for _ in 0..<32 {
    value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    code.append(UInt8(truncatingIfNeeded: value >> 33))
  }
  return code
}

@Suite struct AnswerTokenTests {
  private let now = Instant(milliseconds: 1_653_004_800_000)
  private var token: AnswerToken {
    AnswerToken(alertID: 42, endpointID: 7, expiresAt: now.adding(milliseconds: 86_400_000))
  }

  @Test("A link's text is safe in an address and reads back as what it was made of")
  func roundTrip() {
    let text = token.text(sign)
    #expect(text.utf8.count == 55)
    #expect(
      text.utf8.allSatisfy { Character(Unicode.Scalar($0)).isLetter || (48...57).contains($0) || $0 == 45 || $0 == 95 })
    #expect(AnswerToken.read(text, at: now, sign) == .valid(token))
  }

  @Test("From the moment at which it ends a link is expired, and not before")
  func expiry() {
    let text = token.text(sign)
    #expect(AnswerToken.read(text, at: token.expiresAt.adding(milliseconds: -1), sign) == .valid(token))
    #expect(AnswerToken.read(text, at: token.expiresAt, sign) == .expired(token))
  }

  @Test("A link of which any one character is another, or that is longer, shorter or padded, is unknown")
  func forgery() {
    let text = token.text(sign)
    for index in text.indices {
      for other in "Aaz09-_" where text[index] != other {
        var forged = text
        forged.replaceSubrange(index...index, with: String(other))
        #expect(AnswerToken.read(forged, at: now, sign) == .unknown, "\(forged)")
      }
    }
    for forged in ["", "=", text + "A", text + "=", String(text.dropLast()), text + "\n", "秘密"] {
      #expect(AnswerToken.read(forged, at: now, sign) == .unknown, "\(forged)")
    }
    #expect(AnswerToken.read(text, at: now) { sign($0.reversed()) } == .unknown)
  }

  @Test("Leave to answer is good for its own link, until it ends, and is no link itself")
  func nonces() {
    var random = SystemRandomNumberGenerator()
    let (link, other) = (token.text(sign), AnswerToken(alertID: 43, endpointID: 7, expiresAt: now).text(sign))
    let text = AnswerNonce.make(for: link, at: now, using: &random, sign)
    #expect(AnswerNonce(text, for: link, at: now, sign) != nil)
    #expect(AnswerNonce(text, for: other, at: now, sign) == nil)
    #expect(AnswerNonce(text, for: link, at: now.adding(milliseconds: 7_200_000), sign) == nil)
    #expect(AnswerNonce(link, for: link, at: now, sign) == nil)
    #expect(AnswerToken.read(text, at: now, sign) == .unknown)
    #expect(AnswerNonce.make(for: link, at: now, using: &random, sign) != text)
  }

  @Test("A body gets its link at the end of its data, if it can be answered, and stays what it was else")
  func bodies() {
    let due = #"{"type":"milestone.due","timestamp":"t","data":{"light":"red"}}"#
    #expect(
      AnswerLinks.attached("https://x/a/T", to: due)
        == #"{"type":"milestone.due","timestamp":"t","data":{"light":"red","link":"https://x/a/T"}}"#)
    let news = #"{"type":"milestone.reached","timestamp":"t","data":{"light":"grey"}}"#
    #expect(AnswerLinks.attached("https://x/a/T", to: news) == news)
    #expect(AnswerLinks.attached("https://x/a/T", to: "no body") == "no body")
  }

  @Test("Of several alerts in one message each gets its own link")
  func groups() {
    let bodies = (1...3).map { #"{"type":"milestone.due","timestamp":"t","data":{"n":\#($0),"m":"\"alerts\":["}}"# }
    let news = #"{"type":"milestone.reached","timestamp":"t","data":{"n":4}}"#
    let group = GroupMessage(bodies: bodies + [news], at: now).body
    let members = zip([11, 12, 13, 14], bodies + [news]).map { (id: Int64($0), body: $1) }
    let linked = AnswerLinks.attached(toGroup: group, members: members) { "https://x/a/\($0)" }
    #expect(linked.components(separatedBy: "https://x/a/").count == 4)
    for (id, entry) in zip(11...13, bodies.indices) {
      #expect(linked.contains(#""n":\#(entry + 1),"m":"\"alerts\":[","link":"https://x/a/\#(id)"}"#))
    }
    let without = (11...13).reduce(linked) { $0.replacing(#","link":"https://x/a/\#($1)""#, with: "") }
    #expect(without == group)
  }
}
