import CCurl
import MilepostCore

extension NetworkPolicy {
  /// Refuses an address that cannot be a webhook's: not http(s), malformed, or an IP address that is denied. A host's
  /// name is judged when it is resolved. No refusal shows the address: its path may be a secret.
  ///
  /// `schemes` are those that may stand before `://`.
  package func check(url: String, schemes: [String] = ["http", "https"]) throws(Refusal) {
    guard url.utf8.count <= WebhookURL.bytesMax else {
      throw Refusal(
        .invalidURL, en: "The address is longer than \(WebhookURL.bytesMax) bytes.",
        zh: "地址超过 \(WebhookURL.bytesMax) 字节。")
    }
    let parts = try WebhookURL.parts(of: url)
    guard schemes.contains(parts.scheme) else {
      let (scheme, wanted) = (DraftRules.shown(parts.scheme), schemes.map { "\($0)://" })
      throw Refusal(
        .invalidURL,
        en: "The address begins with \(scheme); it must begin with \(wanted.joined(separator: " or ")).",
        zh: "地址以 \(scheme) 开头；必须以 \(wanted.joined(separator: " 或 ")) 开头。")
    }
    guard !parts.hasLogin else {
      throw Refusal(
        .invalidURL,
        en: "The address holds a name or password before @; leave them out and give them apart, "
          + "with --basic-file or --bearer-file (basic or bearer in the API).",
        zh: "地址中 @ 之前含有用户名或密码；请去掉，改用 --basic-file 或 --bearer-file（API 中为 basic 或 bearer）单独设置。")
    }
    var host = parts.host
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if let zone = host.firstIndex(of: "%") { host = String(host[..<zone]) }
    // A dot at the end is the root of all names: the same host.
    if host.hasSuffix(".") { host.removeLast() }
    let isLocalName = host == "localhost" || host.hasSuffix(".localhost")
    guard let address = IPAddress(isLocalName ? "127.0.0.1" : host) else { return }
    if case .denied(let kind) = verdict(for: address) {
      throw Refusal(
        .addressDenied,
        en: "The network policy denies \(host) (\(kind)); an administrator may allow it with webhooks.allow_networks.",
        zh: "网络策略禁止访问 \(host)（\(kind)）；管理员可用 webhooks.allow_networks 放行。")
    }
  }
}

/// How libcurl reads an address: what it will do, not what another parser would.
enum WebhookURL {
  static let bytesMax = 2048

  /// The host is given as libcurl normalizes it, so that `http://2130706433` is seen as 127.0.0.1.
  static func parts(of url: String) throws(Refusal) -> (scheme: String, host: String, hasLogin: Bool) {
    let malformed = Refusal(
      .invalidURL, en: "This is no web address; write it like https://example.com/hook.",
      zh: "这不是网址；请写成 https://example.com/hook 的形式。")
    guard let handle = curl_url() else { throw malformed }
    defer { curl_url_cleanup(handle) }
    // libcurl would take the path's beginning for a host that was forgotten.
    guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }), !url.contains(":///"),
      curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
      let scheme = part(CURLUPART_SCHEME, of: handle), let host = part(CURLUPART_HOST, of: handle), !host.isEmpty
    else { throw malformed }
    let login = [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS].contains { part($0, of: handle) != nil }
    return (scheme.lowercased(), host.lowercased(), login)
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
