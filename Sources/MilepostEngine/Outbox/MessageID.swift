/// `msg_` and 128 random bits: no two deliveries share one, and none can be guessed.
enum MessageID {
  static func make(_ random: () -> UInt64) -> String {
    let (high, low) = (String(random(), radix: 36), String(random(), radix: 36))
    return "msg_" + String(repeating: "0", count: 13 - high.count) + high
      + String(repeating: "0", count: 13 - low.count) + low
  }
}
