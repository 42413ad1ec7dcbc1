/// What each receiver takes unless it was told otherwise, as their makers document it.
extension MessageFormat {
  package func buckets(_ rate: RateLimit?) -> [TokenBucket] {
    if let rate { return rate.buckets }
    return switch self {
    case .dingtalk, .wecom: RateLimit(count: 20, periodMs: 60_000).buckets
    // A hundred a minute, and five a second.
    case .feishu:
      RateLimit(count: 100, periodMs: 60_000).buckets + [TokenBucket(capacity: 2, dripMs: 400)]
    case .slack: [TokenBucket(capacity: 1, dripMs: 1000)]
    case .teams: [TokenBucket(capacity: 2, dripMs: 500)]
    case .telegram: [TokenBucket(capacity: 3, dripMs: 3600)]
    case .ntfy: [TokenBucket(capacity: 60, dripMs: 5000)]
    case .standard, .cloudevents, .alertmanager, .email, .template: []
    }
  }

  /// In words, for people.
  package func usualRate(_ rate: RateLimit?) -> String {
    if let rate { return rate.text }
    return switch self {
    case .dingtalk, .wecom, .telegram: "20/1m"
    case .feishu: "100/1m, 5/1s"
    case .slack: "1/1s"
    case .teams: "4/1s"
    case .ntfy: "60, 1/5s"
    case .standard, .cloudevents, .alertmanager, .email, .template: "off"
    }
  }

  /// Feishu refuses more than usual at every half hour, when everybody's robots speak: what is due then waits a minute
  /// or two, each endpoint a time of its own. Nil: now is as good as any other moment.
  package func calm(after now: Instant, endpointID: Int64, rate: RateLimit?) -> Instant? {
    guard self == .feishu, rate != .off else { return nil }
    let halfHourMs: Int64 = 1_800_000
    let into = ((now.milliseconds % halfHourMs) + halfHourMs) % halfHourMs
    let crowdedMs = 60_000 + Int64(endpointID.magnitude % 1000) * 7919 % 60_000
    return into < crowdedMs ? now.adding(milliseconds: crowdedMs - into) : nil
  }
}
