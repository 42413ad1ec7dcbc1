import MilepostCore

/// The body of `milepost webhook test`.
enum TestPing {
  /// `endpoint` is a key, so it needs no escapes.
  static func body(endpoint: String, at instant: Instant) -> String {
    "{\"type\":\"test.ping\",\"timestamp\":\"\(instant.rfc3339)\",\"data\":{\"webhook\":\"\(endpoint)\",\"message\":"
      + "{\"en\":\"This is a test from Milepost.\",\"zh\":\"这是 Milepost 的测试消息。\"}}}"
  }
}
