import CCurl

/// A handle of libcurl's, with what is set on it and the text that it sends: it serves one request after another, and most
/// go where the one before went. Belongs to one queue.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  let text = RequestText()
  /// Told of the connections that are opened and closed for it.
  let sockets: SocketSet
  private var url: String?
  private var userAgent: String?
  private var connectMs = -1
  private var totalMs = -1

  /// It ends the handle, too; connections stay with the loop.
  init(_ pointer: UnsafeMutableRawPointer, sockets: SocketSet) {
    self.pointer = pointer
    self.sockets = sockets
  }

  deinit { curl_easy_cleanup(pointer) }

  /// False when libcurl has no memory left.
  func set(url: String) -> Bool {
    guard url != self.url else { return true }
    guard milepost_easy_set_text(pointer, CURLOPT_URL, url) == CURLE_OK else { return false }
    self.url = url
    return true
  }

  /// False when libcurl has no memory left.
  func set(userAgent: String) -> Bool {
    guard userAgent != self.userAgent else { return true }
    guard milepost_easy_set_text(pointer, CURLOPT_USERAGENT, userAgent) == CURLE_OK else { return false }
    self.userAgent = userAgent
    return true
  }

  /// Milliseconds until it must be connected, and until it must be done.
  func set(connectMs: Int, totalMs: Int) -> Bool {
    guard (connectMs, totalMs) != (self.connectMs, self.totalMs) else { return true }
    (self.connectMs, self.totalMs) = (connectMs, totalMs)
    return milepost_easy_set_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, connectMs) == CURLE_OK
      && milepost_easy_set_long(pointer, CURLOPT_TIMEOUT_MS, totalMs) == CURLE_OK
  }
}
