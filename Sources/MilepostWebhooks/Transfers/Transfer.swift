import CCurl
import Crypto
import Glibc
import MilepostCore

/// One request at a time on a handle of libcurl's, which serves for the next when it is done. Belongs to one queue.
final class Transfer {
  /// Bytes of the receiver's answer that are kept for people to read.
  static let headBytesMax = 1024

  let easy: UnsafeMutableRawPointer
  private(set) var job: DeliveryJob
  private(set) var startedAt: Instant
  /// Who wants to know, when it is not the outbox.
  let answer: (@Sendable (AttemptResult) -> Void)?
  private var headers: UnsafeMutablePointer<curl_slist>?
  private var policy: NetworkPolicy
  private var responseBytesMax: Int
  private var received = 0
  private var head: [UInt8] = []
  /// The kind of address that the network policy kept it from.
  private(set) var denied: String?

  /// Sets up the request; nothing is sent yet. Nil when libcurl has no memory left.
  init?(
    _ job: DeliveryJob, on easy: UnsafeMutableRawPointer, key: SymmetricKey?, at now: Instant,
    settings: CourierSettings,
    policy: NetworkPolicy, answer: (@Sendable (AttemptResult) -> Void)?
  ) {
    self.job = job
    self.easy = easy
    self.policy = policy
    self.answer = answer
    startedAt = now
    responseBytesMax = settings.responseBytesMax
    let message =
      job.isPing
      ? OutgoingMessage(url: job.url, headers: ["Content-Type: text/plain; charset=utf-8"], body: job.body)
      : job.format.message(
        body: job.body, url: job.url, secret: job.secret, language: job.language, id: job.messageID, at: now)
    guard setHeaders(message, key: key), setRequest(message, settings), setCallbacks() else {
      curl_slist_free_all(headers)
      return nil
    }
  }

  /// Whether the answer was longer than is read.
  var isCutOff: Bool { received > responseBytesMax }

  var responseHead: String? { head.isEmpty ? nil : String(decoding: head, as: UTF8.self) }

  /// Lets go of what the request held; the handle may serve another.
  func finish() {
    milepost_easy_set_pointer(easy, CURLOPT_HTTPHEADER, nil)
    milepost_easy_set_pointer(easy, CURLOPT_PRIVATE, nil)
    curl_slist_free_all(headers)
    headers = nil
  }

  private func setHeaders(_ message: OutgoingMessage, key: SymmetricKey?) -> Bool {
    // Without the first, libcurl waits a second for leave to send a long body.
    var lines = ["Expect:"] + message.headers
    if !job.isPing { lines.append("traceparent: \(TraceParent.text(messageID: job.messageID, attempt: job.attempt))") }
    if let key {
      let seconds = startedAt.milliseconds / 1000
      let signature = Signature.value(key: key, id: job.messageID, timestamp: seconds, body: message.body)
      lines += ["webhook-id: \(job.messageID)", "webhook-timestamp: \(seconds)", "webhook-signature: \(signature)"]
    }
    for line in lines {
      guard let longer = curl_slist_append(headers, line) else { return false }
      headers = longer
    }
    return milepost_easy_set_pointer(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK
  }

  private func setRequest(_ message: OutgoingMessage, _ settings: CourierSettings) -> Bool {
    milepost_easy_set_text(easy, CURLOPT_URL, message.url) == CURLE_OK && setMethod(message)
      && milepost_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeoutMs) == CURLE_OK
      && milepost_easy_set_long(easy, CURLOPT_TIMEOUT_MS, settings.totalTimeoutMs) == CURLE_OK
      && milepost_easy_set_text(easy, CURLOPT_USERAGENT, settings.userAgent) == CURLE_OK
  }

  /// Handles are used again: each request says what it is.
  private func setMethod(_ message: OutgoingMessage) -> Bool {
    guard !job.isPing || !message.body.isEmpty else {
      return milepost_easy_set_long(easy, CURLOPT_HTTPGET, 1) == CURLE_OK
    }
    return milepost_easy_set_long(easy, CURLOPT_POST, 1) == CURLE_OK
      && milepost_easy_set_long(easy, CURLOPT_POSTFIELDSIZE, message.body.utf8.count) == CURLE_OK
      && milepost_easy_set_text(easy, CURLOPT_COPYPOSTFIELDS, message.body) == CURLE_OK
  }

  private func setCallbacks() -> Bool {
    let me = Unmanaged.passUnretained(self).toOpaque()
    return milepost_easy_set_write(easy, Transfer.onBytes, me) == CURLE_OK
      && milepost_easy_set_open_socket(easy, Transfer.onOpenSocket, me) == CURLE_OK
      && milepost_easy_set_before_request(easy, Transfer.onBeforeRequest, me) == CURLE_OK
      && milepost_easy_set_pointer(easy, CURLOPT_PRIVATE, me) == CURLE_OK
  }
}

/// What libcurl calls, each with the transfer as its context: the transfer lives in the courier's table while its handle
/// is with libcurl.
extension Transfer {
  static func of(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  private static let onBytes: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let transfer = Transfer.of(context)
    let length = size * count
    transfer.received += length
    let room = Transfer.headBytesMax - transfer.head.count
    if room > 0 {
      transfer.head += UnsafeRawBufferPointer(start: bytes, count: min(length, room))
    }
    // Fewer bytes than were given ends the transfer.
    return transfer.isCutOff ? 0 : length
  }

  private static let onOpenSocket: curl_opensocket_callback = { context, _, address in
    guard let context, let address else { return CURL_SOCKET_BAD }
    let transfer = Transfer.of(context)
    let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0
    let ip = IPAddress(UnsafeRawPointer(address) + offset, family: address.pointee.family)
    guard transfer.mayReach(ip) else { return CURL_SOCKET_BAD }
    return socket(
      address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
  }

  /// Runs for each request, also on a connection that is used again after the policy has changed.
  private static let onBeforeRequest: curl_prereq_callback = { context, primary, _, _, _ in
    guard let context, let primary else { return CURL_PREREQFUNC_ABORT }
    return Transfer.of(context).mayReach(IPAddress(cString: primary)) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
  }

  private func mayReach(_ address: IPAddress?) -> Bool {
    guard let address else {
      denied = "unknown family"
      return false
    }
    guard case .denied(let kind) = policy.verdict(for: address) else { return true }
    denied = kind
    return false
  }
}
