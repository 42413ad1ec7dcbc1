import MilepostCore
import NIOSSL
import Synchronization

/// The certificate and key with which the service shows who it is; they can be replaced while it runs.
package final class TLSCredentials: Sendable {
  private let current: Mutex<NIOSSLContext>

  /// PEM files: the certificate with its chain, and its key. Refuses what cannot be used.
  package init(certificate: String, key: String) throws(Refusal) {
    current = Mutex(try TLSCredentials.context(certificate: certificate, key: key))
  }

  var context: NIOSSLContext { current.withLock { $0 } }

  /// Connections made from now on get the credentials of `other`.
  package func adopt(_ other: TLSCredentials) {
    let context = other.context
    current.withLock { $0 = context }
  }

  private static func context(certificate: String, key: String) throws(Refusal) -> NIOSSLContext {
    let chain: [NIOSSLCertificate]
    do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
      throw unreadable(
        certificate, en: "no certificate in PEM form can be read from it", zh: "无法从中读取 PEM 格式的证书", "certificate")
    }
    guard !chain.isEmpty else {
      throw unreadable(certificate, en: "there is no certificate in it", zh: "其中没有证书", "certificate")
    }
    let secret: NIOSSLPrivateKey
    do { secret = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
      throw unreadable(
        key, en: "no key in PEM form without a passphrase can be read from it", zh: "无法从中读取不带口令的 PEM 格式私钥", "key")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do { return try NIOSSLContext(configuration: configuration) } catch {
      throw unreadable(key, en: "the key does not belong to the certificate", zh: "私钥与证书不匹配", "key")
    }
  }

  private static func unreadable(_ file: String, en: String, zh: String, _ place: String) -> Refusal {
    Refusal(
      .invalidValue, en: "\(DraftRules.shown(file)): \(en).", zh: "\(DraftRules.shown(file))：\(zh)。", place: place)
  }
}
