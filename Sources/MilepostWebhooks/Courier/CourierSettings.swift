/// What the administrator sets for the courier.
package struct CourierSettings: Equatable, Sendable {
  /// Requests under way at once, over all endpoints.
  package var concurrencyMax = 64
  /// Requests under way to an endpoint of which nothing is known yet.
  package var firstWindow = 4
  package var connectTimeoutMs = 10_000
  /// For the whole request, the answer included.
  package var totalTimeoutMs = 20_000
  /// Bytes of an answer that are read; a longer one is cut off.
  package var responseBytesMax = 65_536
  /// Jobs claimed in one transaction, at most.
  package var batchMax = 1024
  package var retry = RetryPolicy()
  package var userAgent = "Milepost"
  /// PEM file of authorities that receivers' certificates are checked against; nil: the system's.
  package var authorities: String?

  package init() {}
}
