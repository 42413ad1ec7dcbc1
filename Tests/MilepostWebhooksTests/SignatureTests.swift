import MilepostCore
import Testing

@testable import MilepostWebhooks

@Suite struct SignatureTests {
  @Test("The specification's own example is signed as it says")
  func vector() throws {
    let key = try Signature.key(of: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let value = Signature.value(
      key: key, id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: #"{"test": 2432232314}"#)
    #expect(value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test("A delivery's tries are spans of one trace, told by its id alone")
  func traces() throws {
    let tries = (1...3).map { TraceParent.text(messageID: "msg_a", attempt: $0) }
    for text in tries {
      #expect(try #/00-[0-9a-f]{32}-[0-9a-f]{16}-01/#.wholeMatch(in: text) != nil)
    }
    #expect(Set(tries.map { $0.prefix(35) }).count == 1)
    #expect(Set(tries).count == 3)
    #expect(tries[0].prefix(35) != TraceParent.text(messageID: "msg_b", attempt: 1).prefix(35))
  }

  @Test("New secrets are ones that pass the check, and no two are the same")
  func generated() throws {
    var random = SystemRandomNumberGenerator()
    let secrets = (0..<100).map { _ in Signature.generateSecret(using: &random) }
    #expect(Set(secrets).count == 100)
    for secret in secrets { try Signature.check(secret: secret) }
  }

  @Test(
    "What receivers' libraries would refuse is refused, and not shown",
    arguments: [
      "", "whsec_", "geheim", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ",
      "whsec_????????????????????????????????",
      "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + String(repeating: "A", count: 92),
    ])
  func refused(secret: String) {
    let refusal = #expect(throws: Refusal.self) { try Signature.check(secret: secret) }
    #expect(refusal?.code == .invalidValue)
    if secret.count > 8 { #expect(!(refusal?.text.en.contains(secret) ?? true)) }
  }
}
