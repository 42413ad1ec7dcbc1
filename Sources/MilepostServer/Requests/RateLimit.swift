import Hummingbird
import MilepostCore

/// How often somebody may ask over the network: so many at once, and so many more each second, for each token, and for
/// each address that shows none.
struct RateLimit: Sendable {
  /// How many at once, as seconds of the rate.
  private static let burstSeconds = 2.0

  private let buckets: TokenBuckets<String>

  init(requestsPerMinute: Int) {
    let perSecond = Double(requestsPerMinute) / 60
    buckets = TokenBuckets(capacity: max(10, perSecond * RateLimit.burstSeconds), perSecond: perSecond)
  }

  /// What is left, for the headers of the answer (draft-ietf-httpapi-ratelimit-headers).
  struct Standing: Sendable {
    let quota: Int
    let state: TokenBuckets<String>.State
    var isExceeded = false

    func show(in response: inout Response) {
      response.headers[.rateLimitPolicy] = "\"default\";q=\(quota);w=\(Int(RateLimit.burstSeconds))"
      response.headers[.rateLimit] = "\"default\";r=\(state.left);t=\(max(1, state.waitSeconds))"
      if isExceeded { response.headers[.retryAfter] = "\(max(1, state.waitSeconds))" }
    }
  }

  struct Exceeded: Error {
    let standing: Standing
    var refusal: Refusal { .tooManyRequests(waitSeconds: max(1, standing.state.waitSeconds)) }
  }

  /// Nil on the Unix socket, which has no limit. `principal`: nil when it is not known who asks.
  func take(_ principal: Principal?, _ request: Request, _ context: APIContext) throws -> Standing? {
    guard let address = context.address(of: request) else { return nil }
    var key = "address:\(address)"
    if let principal, case .token(let name) = principal.identity { key = "token:\(name)" }
    let (isTaken, state) = buckets.take(key)
    let standing = Standing(quota: Int(buckets.capacity), state: state, isExceeded: !isTaken)
    guard isTaken else { throw Exceeded(standing: standing) }
    return standing
  }
}

extension HeaderName {
  static let rateLimitPolicy = known("RateLimit-Policy")
  static let rateLimit = known("RateLimit")
}

extension Refusal {
  static func tooManyRequests(waitSeconds: Int) -> Refusal {
    Refusal(
      .tooManyRequests, en: "Too many requests; try again in \(waitSeconds) s.", zh: "请求过多，请在 \(waitSeconds) 秒后重试。")
  }
}
