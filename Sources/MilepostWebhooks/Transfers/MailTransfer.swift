import CCurl
import Glibc
import MilepostCore

/// Who a mail goes from and to.
struct MailEnvelope: Hashable {
  var from: String
  var to: [String]
  var security: EndpointOptions.Mail.Security
}

/// One mail on its way through libcurl: what is read of it, and what the server said. Belongs to one queue.
final class MailTransfer {
  private let envelope: MailEnvelope
  private let bytes: [UInt8]
  private var position = 0
  private var recipients: UnsafeMutablePointer<curl_slist>?
  /// The server's refusals, and the last thing that it said.
  private var refusals = ""
  private var last = ""
  /// The last answer's code; nil: none came.
  private(set) var code: Int?

  init(_ envelope: MailEnvelope, body: String) {
    self.envelope = envelope
    bytes = Array(body.utf8)
  }

  deinit { curl_slist_free_all(recipients) }

  /// The last answer, as people are shown it.
  var lastLine: String { last }

  /// What the server said that people may want to read; refused recipients among it.
  var said: String? {
    let text = refusals.isEmpty ? last : refusals
    return text.isEmpty ? nil : String(text.prefix(Transfer.headBytesMax))
  }

  func set(on easy: UnsafeMutableRawPointer, _ options: EndpointOptions?) -> Bool {
    for recipient in envelope.to {
      guard let longer = curl_slist_append(recipients, "<\(recipient)>") else { return false }
      recipients = longer
    }
    var texts = [(CURLOPT_MAIL_FROM, "<\(envelope.from)>")]
    if case .basic(let user, let password) = options?.login {
      texts += [(CURLOPT_USERNAME, user), (CURLOPT_PASSWORD, password)]
    }
    let security =
      switch envelope.security {
      case .required: CURLUSESSL_ALL
      case .optional: CURLUSESSL_TRY
      case .off: CURLUSESSL_NONE
      }
    let me = Unmanaged.passUnretained(self).toOpaque()
    return texts.allSatisfy { milepost_easy_set_text(easy, $0, $1) == CURLE_OK }
      && milepost_easy_set_pointer(easy, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK
      // One recipient that is gone must not keep the mail from the others; the answer that refused it is kept.
      && milepost_easy_set_long(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1) == CURLE_OK
      && milepost_easy_set_long(easy, CURLOPT_USE_SSL, Int(security.rawValue)) == CURLE_OK
      && milepost_easy_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(bytes.count)) == CURLE_OK
      && milepost_easy_set_read(easy, MailTransfer.onRead, me) == CURLE_OK
      && milepost_easy_set_header(easy, MailTransfer.onLine, me) == CURLE_OK
  }

  private static let onRead: curl_read_callback = { buffer, size, count, context in
    guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
    let mail = Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
    let length = min(size * count, mail.bytes.count - mail.position)
    mail.bytes.withUnsafeBytes { bytes in
      guard length > 0, let start = bytes.baseAddress else { return }
      memcpy(buffer, start + mail.position, length)
    }
    mail.position += length
    return length
  }

  private static let onLine: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
    Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue().heard(line)
    return size * count
  }

  private func heard(_ line: String) {
    let text = String(line.prefix(200).prefix { !$0.isNewline }.map { $0.isASCII && $0 < " " ? " " : $0 })
    guard let code = Int(text.prefix(3)), text.prefix(3).count == 3 else { return }
    self.code = code
    last = text
    if code >= 400, refusals.utf8.count < Transfer.headBytesMax { refusals += (refusals.isEmpty ? "" : "\n") + text }
  }
}
