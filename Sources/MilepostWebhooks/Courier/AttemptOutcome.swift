import CCurl
import MilepostCore

extension Transfer {
  /// What the receiver's answer, or its absence, means for the delivery.
  func result(
    _ code: CURLcode, now: Instant, retry: RetryPolicy, using random: inout some RandomNumberGenerator
  ) -> AttemptResult {
    let status = milepost_easy_get_long(easy, CURLINFO_RESPONSE_CODE)
    // The status came with the part that was read.
    let isAnswered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && isCutOff)
    var result = AttemptResult(
      jobID: job.id, endpointID: job.endpointID, attempt: job.attempt, decision: .delivered,
      status: status > 0 ? status : nil, error: nil, startedAt: startedAt,
      durationMs: Int64(milepost_easy_get_offset(easy, CURLINFO_TOTAL_TIME_T)) / 1000, responseHead: responseHead,
      messageID: job.messageID, dueAt: job.dueAt)
    let isSuccess = isAnswered && (200..<300).contains(status)
    let fault = isAnswered ? job.format.fault(in: responseHead ?? "", status: status) : nil
    if isSuccess, fault == nil { return result }
    result.error = fault?.text ?? (isAnswered ? "HTTP \(status)" : TransferFault.text(self, code: code))
    result.isFaulted = fault != nil
    result.isThrottled = fault?.isTooMany ?? false
    if isAnswered, status == 410 {
      result.decision = .gone
      return result
    }
    let next = retry.next(
      after: job.attempt, retryAfterMs: isAnswered ? max(retryAfterMs, fault?.retryAfterMs ?? 0) : nil, now: now,
      using: &random)
    result.decision = next.map(Decision.retry) ?? .dead
    return result
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
      startedAt: now, durationMs: 0, responseHead: nil, messageID: job.messageID, dueAt: job.dueAt)
  }
}
