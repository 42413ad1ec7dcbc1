import CCurl
import Foundation
import Glibc
import MilepostCore

/// One request, on a handle of libcurl's that serves for the next when it is done. Belongs to one queue.
final class Transfer {
  /// Bytes of the receiver's answer that are kept for people to read.
  static let headBytesMax = 1024
  /// Bytes of it that are read for the receiver's own error codes, where it has any.
  static let answerBytesMax = 65_536

  let handle: EasyHandle
  let job: DeliveryJob
  let startedAt: Instant
  /// Who wants to know, when it is not the outbox.
  let answer: (@Sendable (AttemptResult) -> Void)?
  private let policy: NetworkPolicy
  private let responseBytesMax: Int
  private var received = 0
  private var answered: [UInt8] = []
  private let answerBytesMax: Int
  /// Its handle serves any endpoint's next request.
  let isPlain: Bool
  let mail: MailTransfer?
  /// The kind of address that the network policy kept it from.
  private(set) var denied: String?

  /// Sets up the request; nothing is sent yet. Nil when libcurl has no memory left.
  init?(
    _ job: DeliveryJob, on handle: EasyHandle, signer: Signer?, at now: Instant,
    settings: CourierSettings, policy: NetworkPolicy, answer: (@Sendable (AttemptResult) -> Void)?
  ) {
    self.job = job
    self.handle = handle
    self.policy = policy
    self.answer = answer
    startedAt = now
    responseBytesMax = settings.responseBytesMax
    answerBytesMax = job.format.readsAnswers ? Transfer.answerBytesMax : Transfer.headBytesMax
    isPlain = job.options == nil && job.format != .email && !job.isPing
    let message = job.outgoing(at: now)
    mail = message.mail.map { MailTransfer($0, body: message.body) }
    guard setContent(message, signer: signer), setTimes(settings), setCallbacks(),
      job.options.map({ setOptions($0.value) }) ?? true
    else { return nil }
  }

  var easy: UnsafeMutableRawPointer { handle.pointer }

  /// Whether the answer was longer than is read.
  var isCutOff: Bool { received > responseBytesMax }

  /// What people are shown of the answer, cut at a character.
  var responseHead: String? {
    if let mail { return mail.said }
    guard !answered.isEmpty else { return nil }
    var text = String(decoding: answered.prefix(Transfer.headBytesMax), as: UTF8.self)
    if received > Transfer.headBytesMax, text.last == "\u{FFFD}" { text.removeLast() }
    return text
  }

  /// What is read for error codes.
  var answer64K: String { String(decoding: answered, as: UTF8.self) }

  private func setContent(_ message: OutgoingMessage, signer: Signer?) -> Bool {
    guard handle.set(url: message.url) else { return false }
    if let mail { return mail.set(on: easy, job.options?.value) }
    addHeaders(message, signer: signer)
    let text = handle.text.complete(body: message.body)
    guard milepost_easy_set_pointer(easy, CURLOPT_HTTPHEADER, text.headers) == CURLE_OK else { return false }
    guard !job.isPing || !message.body.isEmpty else {
      return milepost_easy_set_long(easy, CURLOPT_HTTPGET, 1) == CURLE_OK
    }
    return milepost_easy_set_long(easy, CURLOPT_POSTFIELDSIZE, message.body.utf8.count) == CURLE_OK
      && milepost_easy_set_pointer(easy, CURLOPT_POSTFIELDS, text.body) == CURLE_OK
      && (message.method == "POST" || milepost_easy_set_text(easy, CURLOPT_CUSTOMREQUEST, message.method) == CURLE_OK)
  }

  private func addHeaders(_ message: OutgoingMessage, signer: Signer?) {
    let headers = handle.text
    headers.clear()
    // Without this, libcurl waits a second for leave to send a long body.
    headers.add("Expect:")
    for line in message.headers { headers.add(line) }
    if !job.isPing { headers.add("traceparent", TraceParent.text(messageID: job.messageID, attempt: job.attempt)) }
    if let signer {
      headers.add("webhook-id", job.messageID)
      headers.add("webhook-timestamp", String(startedAt.milliseconds / 1000))
      headers.add("webhook-signature", signer.value(id: job.messageID, body: message.body, at: startedAt))
    }
    for line in job.options?.value.headerLines ?? [] { headers.add(line) }
  }

  private func setTimes(_ settings: CourierSettings) -> Bool {
    let total = job.options?.value.timeoutMs ?? settings.totalTimeoutMs
    return handle.set(connectMs: min(settings.connectTimeoutMs, total), totalMs: total)
      && handle.set(userAgent: settings.userAgent)
  }

  /// How the connection is made. The files are read by libcurl when it is.
  private func setOptions(_ options: EndpointOptions) -> Bool {
    let texts = [
      (CURLOPT_SSLCERT, options.clientCertificate), (CURLOPT_SSLKEY, options.clientKey ?? options.clientCertificate),
      (CURLOPT_CAINFO, options.authorities), (CURLOPT_PROXY, options.proxy),
    ]
    for (option, text) in texts {
      if let text, milepost_easy_set_text(easy, option, text) != CURLE_OK { return false }
    }
    guard options.http2 ?? false else { return true }
    return milepost_easy_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)) == CURLE_OK
      // Rather a stream of a connection that is being opened than one more connection.
      && milepost_easy_set_long(easy, CURLOPT_PIPEWAIT, 1) == CURLE_OK
  }

  private func setCallbacks() -> Bool {
    let me = Unmanaged.passUnretained(self).toOpaque()
    return milepost_easy_set_write(easy, Transfer.onBytes, me) == CURLE_OK
      && milepost_easy_set_open_socket(easy, Transfer.onOpenSocket, me) == CURLE_OK
      && milepost_easy_set_before_request(easy, Transfer.onBeforeRequest, me) == CURLE_OK
      && milepost_easy_set_pointer(easy, CURLOPT_PRIVATE, me) == CURLE_OK
  }
}

extension EndpointOptions {
  /// As they go out with each request.
  fileprivate var headerLines: [String] {
    var lines = headers?.map { "\($0.name): \($0.value)" } ?? []
    switch login {
    case .basic(let user, let password):
      lines.append("Authorization: Basic " + Data("\(user):\(password)".utf8).base64EncodedString())
    case .bearer(let token): lines.append("Authorization: Bearer \(token)")
    case nil: break
    }
    return lines
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
    let room = transfer.answerBytesMax - transfer.answered.count
    if room > 0 {
      transfer.answered += UnsafeRawBufferPointer(start: bytes, count: min(length, room))
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
    let made = socket(
      address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    if made >= 0 { transfer.handle.sockets.opened(made) }
    return made
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
