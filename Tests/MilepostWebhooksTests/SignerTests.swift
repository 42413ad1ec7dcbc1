import Crypto
import Foundation
import MilepostCore
import Testing

@testable import MilepostWebhooks

@Suite struct SignerTests {
  private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private let seed = "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="
  private let body = #"{"test": 2432232314}"#
  private let moment = Instant(milliseconds: 1_614_265_330_000)

  private func value(_ change: (inout EndpointOptions) -> Void = { _ in }) throws -> [String] {
    var options = EndpointOptions()
    change(&options)
    let signer = try #require(Signer(secret: secret, options: options))
    return signer.value(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: body, at: moment).split(separator: " ").map(
      String.init)
  }

  @Test("Both versions give the published examples' signatures")
  func vectors() throws {
    let both = try value { $0.signingKey = seed }
    #expect(
      both == [
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==",
      ])
    #expect(try value().count == 1)
  }

  @Test("Until the overlap is over the old secret signs too, behind the new one; then no longer")
  func rotation() throws {
    let old = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    let during = try value { $0.retiring = .init(secret: old, signingKey: nil, until: moment.adding(milliseconds: 1)) }
    #expect(during.count == 2 && during[0] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    let key = try Signature.key(of: old)
    #expect(
      during[1] == Signature.value(key: key, id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: body))
    #expect(try value { $0.retiring = .init(secret: old, signingKey: nil, until: moment) }.count == 1)
    let four = try value {
      $0.signingKey = seed
      $0.retiring = .init(secret: old, signingKey: Ed25519.generateKey(), until: .distantFuture)
    }
    #expect(four.map { $0.prefix(4) } == ["v1,g", "v1a,", "v1,\(during[1].dropFirst(3).prefix(1))", "v1a,"])
  }

  @Test("Keys of our making sign so that their public keys verify; what is no key is none")
  func pairs() throws {
    let key = Ed25519.generateKey()
    let shown = try #require(Ed25519.publicKey(of: key))
    let raw = try #require(Data(base64Encoded: String(shown.dropFirst("whpk_".count))))
    let signed = try value { $0.signingKey = key }
    let signature = try #require(Data(base64Encoded: String(signed[1].dropFirst(4))))
    let message = Data("msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.\(body)".utf8)
    #expect(try Curve25519.Signing.PublicKey(rawRepresentation: raw).isValidSignature(signature, for: message))
    for text in ["", "whsk_", "whsk_AAAA", "whpk_" + seed.dropFirst(5)] { #expect(Ed25519.publicKey(of: text) == nil) }
    var broken = EndpointOptions()
    broken.signingKey = "whsk_AAAA"
    #expect(Signer(secret: secret, options: broken) == nil)
  }
}
