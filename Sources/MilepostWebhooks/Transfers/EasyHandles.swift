import CCurl

/// Handles of libcurl's, set up once with what every request has in common, and used again. Belongs to one queue.
final class EasyHandles {
  private var idle: [EasyHandle] = []
  private var authorities: String?
  private let sockets: SocketSet

  init(authorities: String?, sockets: SocketSet) {
    self.sockets = sockets
    self.authorities = authorities
  }

  /// From now on, certificates are checked against these authorities.
  func use(authorities: String?) {
    guard authorities != self.authorities else { return }
    self.authorities = authorities
    idle = []
  }

  /// One for mail is made for it alone. What is not given back ends with its request.
  func take(isMail: Bool = false) -> EasyHandle? {
    isMail ? make(isMail: true) : idle.popLast() ?? make(isMail: false)
  }

  func give(back handle: EasyHandle) { idle.append(handle) }

  private func make(isMail: Bool) -> EasyHandle? {
    guard let easy = curl_easy_init() else { return nil }
    let handle = EasyHandle(easy, sockets: sockets)
    let numbers: [(CURLoption, Int)] = [
      (isMail ? CURLOPT_UPLOAD : CURLOPT_POST, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0),
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)), (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
      // A look-up that hangs must not hold up the loop when its request has timed out.
      (CURLOPT_QUICK_EXIT, 1), (CURLOPT_TCP_KEEPALIVE, 1),
    ]
    // Proxies of the environment would see what is sent, and hide the address from the network policy.
    var texts: [(CURLoption, String)] = [
      (CURLOPT_PROXY, ""), (CURLOPT_NOPROXY, ""),
      (CURLOPT_PROTOCOLS_STR, isMail ? "smtp,smtps" : "http,https"),
    ]
    if let authorities { texts.append((CURLOPT_CAINFO, authorities)) }
    let isSet =
      numbers.allSatisfy { milepost_easy_set_long(easy, $0, $1) == CURLE_OK }
      && texts.allSatisfy { milepost_easy_set_text(easy, $0, $1) == CURLE_OK }
      // With both a file and a folder of authorities, libcurl reads them anew for each connection.
      && milepost_easy_set_pointer(easy, CURLOPT_CAPATH, nil) == CURLE_OK
      && milepost_easy_set_close_socket(
        easy, SocketSet.onCloseSocket, Unmanaged.passUnretained(sockets).toOpaque()) == CURLE_OK
    return isSet ? handle : nil
  }
}
