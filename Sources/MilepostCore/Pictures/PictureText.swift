/// How much room words take in a picture, near enough to keep them from running into each other.
enum PictureText {
  /// In parts of the font's size.
  static func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 1 : $1.properties.isUppercase ? 0.68 : 0.55) }
  }

  /// The longest beginning that fits, `…` at its end when something was left out.
  static func fitted(_ text: String, _ room: Double, size: Double = 12) -> String {
    guard width(text) * size > room else { return text }
    var kept = ""
    for character in text {
      guard width(kept + String(character)) * size + size <= room else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}

/// Days from left to right.
struct DayAxis {
  let days: ClosedRange<Int>
  let left: Double
  let right: Double

  init(_ days: ClosedRange<CivilDate>, left: Double, right: Double) {
    self.days = Int(days.lowerBound.dayNumber)...max(Int(days.lowerBound.dayNumber) + 1, Int(days.upperBound.dayNumber))
    self.left = left
    self.right = right
  }

  /// Where a day begins.
  func x(_ date: CivilDate, plus days: Double = 0) -> Double {
    let position = (Double(date.dayNumber) + days - Double(self.days.lowerBound)) / Double(self.days.count)
    return min(right, max(left, left + position * (right - left)))
  }

  /// First days of months, thinned out so that at most `count` are left.
  func months(atMost count: Int) -> [CivilDate] {
    var month = CivilDate(dayNumber: Int32(days.lowerBound))
    month = month.adding(days: 1 - month.day)
    var firsts: [CivilDate] = []
    while Int(month.dayNumber) <= days.upperBound, firsts.count < 1200 {
      if Int(month.dayNumber) >= days.lowerBound { firsts.append(month) }
      month = month.adding(days: CivilDate.daysInMonth(year: month.year, month: month.month))
    }
    let step = [1, 2, 3, 6, 12, 24, 60, 120].first { firsts.count / $0 <= count } ?? 120
    return firsts.filter { ($0.month - 1 + $0.year * 12) % step == 0 }
  }
}

/// Months and days as pictures name them.
enum PictureDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Jun` or `6月`; with the year in January.
  static func month(_ date: CivilDate, isChinese: Bool, withYear: Bool = false) -> String {
    let (year, month, _) = date.components
    let isFirst = month == 1 || withYear
    if isChinese { return isFirst ? "\(year)年\(month)月" : "\(month)月" }
    return isFirst ? "\(months[month - 1]) \(year)" : months[month - 1]
  }

  /// `30 Jun` or `6月30日`.
  static func day(_ date: CivilDate, isChinese: Bool) -> String {
    let (_, month, day) = date.components
    return isChinese ? "\(month)月\(day)日" : "\(day) \(months[month - 1])"
  }
}
