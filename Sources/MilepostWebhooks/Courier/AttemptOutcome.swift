import CCurl
import MilepostCore

extension Transfer {
  /// What the receiver's answer, or its absence, means for the delivery.
  func result(
    _ code: CURLcode, now: Instant, retry: RetryPolicy, using random: inout some RandomNumberGenerator
  ) -> AttemptResult {
    if let mail { return mailResult(mail, code, now: now, retry: retry, using: &random) }
    let status = milepost_easy_get_long(easy, CURLINFO_RESPONSE_CODE)
    // The status came with the part that was read.
    let isAnswered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && isCutOff)
    var result = blankResult
    result.status = status > 0 ? status : nil
    let isSuccess = isAnswered && (200..<300).contains(status)
    let fault = isAnswered && job.format.readsAnswers ? job.format.fault(in: answer64K, status: status) : nil
    if isSuccess, fault == nil { return result }
    result.error = fault?.text ?? (isAnswered ? "HTTP \(status)" : TransferFault.text(self, code: code))
    result.isFaulted = fault != nil
    if isAnswered, status == 410 {
      result.decision = .gone
      return result
    }
    let wishMs = isAnswered ? max(retryAfterMs, fault?.retryAfterMs ?? 0) : nil
    result.isThrottled = fault?.isTooMany ?? false || isAnswered && status == 429
    if result.isThrottled { result.holdMs = Transfer.hold(wishMs) }
    let counted = result.isThrottled && job.uncounted < Transfer.uncountedMax ? 0 : job.attempt
    let next = retry.next(after: counted, retryAfterMs: wishMs, now: now, using: &random)
    result.decision = next.map(Decision.retry) ?? .dead
    return result
  }

  /// Answers that ask to wait do not count as tries, up to so many.
  private static let uncountedMax = 1000

  /// An endpoint that asked for fewer messages is left alone for as long as it wished, or for a few seconds.
  private static func hold(_ wishMs: Int64?) -> Int64 {
    guard let wishMs, wishMs > 0 else { return 10_000 }
    return min(wishMs, 86_400_000)
  }

  /// SMTP's codes: 4xx is for now, 5xx for good, but for what concerns the login and not the mail.
  private func mailResult(
    _ mail: MailTransfer, _ code: CURLcode, now: Instant, retry: RetryPolicy,
    using random: inout some RandomNumberGenerator
  ) -> AttemptResult {
    var result = blankResult
    result.status = mail.code
    guard code != CURLE_OK else { return result }
    let refusal = mail.code.flatMap { $0 >= 400 ? $0 : nil }
    result.error = denied == nil && refusal != nil ? mail.lastLine : TransferFault.text(self, code: code)
    if let refusal, refusal >= 500, code != CURLE_LOGIN_DENIED, ![530, 534, 535, 538].contains(refusal) {
      result.isFaulted = true
      result.decision = .dead
      return result
    }
    let next = retry.next(after: job.attempt, retryAfterMs: nil, now: now, using: &random)
    result.decision = next.map(Decision.retry) ?? .dead
    return result
  }

  private var blankResult: AttemptResult {
    AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: .delivered, status: nil, error: nil,
      startedAt: startedAt, durationMs: Int64(milepost_easy_get_offset(easy, CURLINFO_TOTAL_TIME_T)) / 1000,
      responseHead: responseHead, uncounted: job.uncounted, isProbe: job.isProbe, messageID: job.messageID,
      dueAt: job.dueAt)
  }

  /// Receivers may write nonsense: neither a negative time nor one beyond a year is believed.
  private var retryAfterMs: Int64 {
    Int64(min(max(0, milepost_easy_get_offset(easy, CURLINFO_RETRY_AFTER)), 31_536_000)) * 1000
  }
}

extension AttemptResult {
  /// Whether the endpoint answered and took more.
  var isHealthy: Bool {
    guard let status, !isThrottled else { return false }
    let isAnswer = isFaulted || error?.hasPrefix("HTTP ") == true
    return error == nil || isAnswer && ![429, 502, 503, 504].contains(status)
  }

  /// A try that could not even begin.
  static func unbegun(_ job: DeliveryJob, _ decision: Decision, error: String?, at now: Instant) -> AttemptResult {
    AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: decision, status: nil, error: error,
      startedAt: now, durationMs: 0, responseHead: nil, uncounted: job.uncounted, isProbe: job.isProbe,
      messageID: job.messageID, dueAt: job.dueAt)
  }
}
