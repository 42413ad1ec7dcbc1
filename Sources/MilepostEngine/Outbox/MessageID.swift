/// `msg_` and 128 random bits: no two deliveries share one, and none can be guessed.
enum MessageID {
  private static let prefix = Array("msg_".utf8)
  private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
  /// Digits of base 36 that hold 64 bits.
  private static let width = 13

  static func make(_ random: () -> UInt64) -> String {
    String(unsafeUninitializedCapacity: prefix.count + 2 * width) { text in
      for (place, byte) in prefix.enumerated() { text[place] = byte }
      for half in 0..<2 {
        var rest = random()
        let start = prefix.count + half * width
        for place in stride(from: start + width - 1, through: start, by: -1) {
          text[place] = digits[Int(rest % 36)]
          rest /= 36
        }
      }
      return prefix.count + 2 * width
    }
  }
}
