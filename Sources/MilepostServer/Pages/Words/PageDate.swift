import MilepostCore

/// Days as people read them.
struct PageDate {
  let language: ViewLanguage

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  private static let weekdaysZh = ["一", "二", "三", "四", "五", "六", "日"]

  /// `Friday, 8 July 2022` or `2022年7月8日 星期五`.
  func long(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    guard language == .en else { return "\(year)年\(month)月\(day)日 星期\(PageDate.weekdaysZh[date.weekday - 1])" }
    return "\(PageDate.weekdays[date.weekday - 1]), \(day) \(PageDate.months[month - 1]) \(year)"
  }

  /// `8 Jul` or `7月8日`; with the year where it is not `year`.
  func short(_ date: CivilDate, in year: Int? = nil) -> String {
    let (own, month, day) = date.components
    let isForeign = year.map { $0 != own } ?? false
    guard language == .en else { return "\(isForeign ? "\(own)年" : "")\(month)月\(day)日" }
    return "\(day) \(PageDate.months[month - 1].prefix(3))\(isForeign ? " \(own)" : "")"
  }

  /// `July 2022` or `2022年7月`.
  func month(_ date: CivilDate) -> String {
    let (year, month, _) = date.components
    return language == .en ? "\(PageDate.months[month - 1]) \(year)" : "\(year)年\(month)月"
  }

  /// Monday first.
  var weekdayNames: [String] { language == .en ? PageDate.weekdays.map { String($0.prefix(3)) } : PageDate.weekdaysZh }

  /// `12 days left`, `due today`, `3 days late`.
  func left(_ days: Int) -> String {
    switch days {
    case 0: language == .en ? "due today" : "今天到期"
    case 1...: language == .en ? "\(days) day\(days == 1 ? "" : "s") left" : "还有\(days)天"
    default: late(-days)
    }
  }

  func late(_ days: Int) -> String { language == .en ? "\(days) day\(days == 1 ? "" : "s") late" : "逾期\(days)天" }
}
