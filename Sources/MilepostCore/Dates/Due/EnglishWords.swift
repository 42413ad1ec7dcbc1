/// The English words that dates are made of.
enum EnglishWords {
  static let months = table([
    ["january", "jan"], ["february", "feb"], ["march", "mar"], ["april", "apr"], ["may"], ["june", "jun"],
    ["july", "jul"], ["august", "aug"], ["september", "sep", "sept"], ["october", "oct"], ["november", "nov"],
    ["december", "dec"],
  ])
  static let weekdays = table([
    ["monday", "mon"], ["tuesday", "tue", "tues"], ["wednesday", "wed"], ["thursday", "thu", "thur", "thurs"],
    ["friday", "fri"], ["saturday", "sat"], ["sunday", "sun"],
  ])
  static let ordinals = table([["first"], ["second"], ["third"], ["fourth"]])
  static let counts: [String: Int] = table([
    ["one", "a", "an"], ["two"], ["three"], ["four"], ["five"], ["six"], ["seven"], ["eight"], ["nine"], ["ten"],
    ["eleven"], ["twelve"],
  ])
  /// Periods counted from the one that today is in.
  static let ahead: [String: Int] = [
    "this": 0, "current": 0, "next": 1, "coming": 1, "following": 1, "last": -1, "previous": -1,
  ]
  static let parts: [String: DueForm.Part] = [
    "end": .end, "late": .late, "mid": .middle, "middle": .middle, "early": .early, "start": .early,
    "beginning": .early,
  ]
  static let units: [String: DueForm.Unit] = [
    "d": .days, "day": .days, "days": .days, "w": .weeks, "wk": .weeks, "wks": .weeks, "week": .weeks, "weeks": .weeks,
    "m": .months, "mo": .months, "month": .months, "months": .months, "y": .years, "yr": .years, "yrs": .years,
    "year": .years, "years": .years, "wd": .workingDays, "bd": .workingDays, "workday": .workingDays,
    "workdays": .workingDays,
  ]

  /// The words of the first list mean 1, those of the second 2.
  private static func table(_ lists: [[String]]) -> [String: Int] {
    var table: [String: Int] = [:]
    for (index, words) in lists.enumerated() { for word in words { table[word] = index + 1 } }
    return table
  }
}
