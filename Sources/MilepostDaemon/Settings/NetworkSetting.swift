import Foundation
import MilepostCore
import MilepostServer

/// Whether, where and how the service is reached over TCP.
enum NetworkSetting {
  private static let requestsPerMinute = 18_000

  /// `credentials`: the folder of what systemd was told to load.
  static func read(_ reader: inout SettingsReader, credentials: String?) -> Settings.Listening? {
    guard let written = reader.text(.listen) else { return nil }
    let (certificate, key) = files(&reader, credentials: credentials)
    do throws(Refusal) {
      let listening = Settings.Listening(
        address: try ListenAddress(written), certificate: certificate, key: key,
        proxies: proxies(&reader), requestsPerMinute: reader.integer(.rateLimit) ?? requestsPerMinute)
      refuseOpenly(listening, isMeant: reader.word(.listenInsecure) == "true", &reader)
      return listening
    } catch {
      reader.refuse(.listen, error)
      return nil
    }
  }

  private static func files(
    _ reader: inout SettingsReader, credentials: String?
  ) -> (certificate: String?, key: String?) {
    let (certificate, key) = (reader.path(.certificate), reader.path(.privateKey))
    guard let credentials, certificate == nil, key == nil else { return (certificate, key) }
    let loaded = ("\(credentials)/milepost.tls-certificate", "\(credentials)/milepost.tls-key")
    let files = FileManager.default
    return files.fileExists(atPath: loaded.0) && files.fileExists(atPath: loaded.1) ? loaded : (nil, nil)
  }

  private static func proxies(_ reader: inout SettingsReader) -> TrustedProxies {
    do throws(Refusal) { return try TrustedProxies(reader.texts(.trustedProxies) ?? []) } catch {
      reader.refuse(.trustedProxies, error)
      return .none
    }
  }

  /// Tokens that go over a network in the clear are anybody's.
  private static func refuseOpenly(
    _ listening: Settings.Listening, isMeant: Bool, _ reader: inout SettingsReader
  ) {
    if (listening.certificate == nil) != (listening.key == nil) {
      return reader.refuse(
        listening.key == nil ? .certificate : .privateKey,
        Refusal(
          .missingField, en: "tls.certificate and tls.key go together; the other one is missing.",
          zh: "tls.certificate 与 tls.key 须同时设置，缺少另一项。"))
    }
    guard !listening.address.isLoopback, listening.certificate == nil, !isMeant else { return }
    reader.refuse(
      .listen,
      Refusal(
        .invalidValue,
        en: "\(listening.address.text) can be reached from other machines, so tokens must be encrypted: set "
          + "tls.certificate and tls.key, listen at 127.0.0.1 behind a proxy, or write listen_insecure: true.",
        zh: "其他机器可以访问 \(listening.address.text)，令牌必须加密传输：请设置 tls.certificate 和 tls.key，"
          + "或在代理之后监听 127.0.0.1，或写明 listen_insecure: true。"))
  }

  static func door(_ listening: Settings.Listening?, _ reader: inout SettingsReader) -> NetworkDoor? {
    guard let listening else { return nil }
    var tls: TLSCredentials?
    if let certificate = listening.certificate, let key = listening.key {
      do throws(Refusal) { tls = try TLSCredentials(certificate: certificate, key: key) } catch {
        reader.refuse(error.place == "key" ? .privateKey : .certificate, Refusal(error.code, error.text))
        return nil
      }
    }
    return NetworkDoor(
      address: listening.address, tls: tls, proxies: listening.proxies,
      requestsPerMinute: listening.requestsPerMinute)
  }

  /// `https://milepost.example.org`, also with a path; without what stands behind it.
  static func publicURL(_ reader: inout SettingsReader) -> String? {
    guard let written = reader.text(.publicURL) else { return nil }
    let parts = URLComponents(string: written)
    let isPlain = written.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    guard isPlain, let parts, ["http", "https"].contains(parts.scheme), let host = parts.host, !host.isEmpty,
      parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
    else {
      let shown = DraftRules.shown(written)
      reader.refuse(
        .publicURL,
        Refusal(
          .invalidURL, en: "“\(shown)” cannot be used; write an address such as https://milepost.example.org.",
          zh: "“\(shown)”不可用；请写成 https://milepost.example.org 这样的地址。"))
      return nil
    }
    return written.hasSuffix("/") ? String(written.dropLast()) : written
  }
}

extension Refusal {
  fileprivate init(_ code: Code, _ text: Bilingual) { self.init(code, en: text.en, zh: text.zh) }
}
