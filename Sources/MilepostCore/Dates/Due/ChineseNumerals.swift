/// Numbers written with Chinese characters: 十二, 三十一, 廿五, 一百二十, 二〇二二.
enum ChineseNumerals {
  private static let digits: [Unicode.Scalar: Int] = [
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
  private static let units: [Unicode.Scalar: Int] = ["十": 10, "百": 100, "千": 1000]
  private static let tens: [Unicode.Scalar: Int] = ["廿": 20, "卅": 30]

  /// `text` with every Chinese number that can be read in one way as ASCII digits.
  static func replaced(in text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < text.count {
      guard isNumeral(text[index]) else {
        result.append(text[index])
        index += 1
        continue
      }
      let end = text[index...].firstIndex { !isNumeral($0) } ?? text.count
      let run = Array(text[index..<end])
      // Digits of both kinds side by side would run together into a number that nobody wrote.
      let touchesDigits = (result.last?.isDigit ?? false) || (end < text.count && text[end].isDigit)
      if !touchesDigits, let number = value(of: run) {
        result.append(contentsOf: String(number).unicodeScalars)
      } else {
        result.append(contentsOf: run)
      }
      index = end
    }
    return result
  }

  /// Nil for what is no number, or more than one: 三五 (three to five), 六七 (six or seven).
  static func value(of run: [Unicode.Scalar]) -> Int? {
    let places = run.compactMap { digits[$0] }
    if places.count == run.count {
      if run.count == 1 { return places[0] }
      return run.count == 4 && !run.contains("两") ? places.reduce(0) { $0 * 10 + $1 } : nil
    }
    return additive(run)
  }

  private static func additive(_ run: [Unicode.Scalar]) -> Int? {
    var total = 0
    var pending: Int?
    var smallest = 10_000
    var afterZero = false
    for scalar in run {
      if let ten = tens[scalar] {
        guard pending == nil, smallest > 10 else { return nil }
        total += ten
        smallest = 10
      } else if let unit = units[scalar] {
        guard unit < smallest, let digit = pending ?? (unit == 10 && total == 0 ? 1 : nil) else { return nil }
        total += digit * unit
        smallest = unit
        pending = nil
        afterZero = false
      } else if let digit = digits[scalar] {
        guard pending == nil else { return nil }
        if digit == 0 { afterZero = true } else { pending = digit }
      }
    }
    guard let last = pending else { return total }
    // 一百五 is said for 150, so a digit right after 百 or 千 is not taken for ones.
    return smallest > 10 && !afterZero ? nil : total + last
  }

  private static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    digits[scalar] != nil || units[scalar] != nil || tens[scalar] != nil
  }
}
