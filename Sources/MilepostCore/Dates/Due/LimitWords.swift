/// Words around a date that say how it bounds: “by”, 前, “before”.
enum LimitWords {
  /// How a bound is meant.
  enum Limit {
    /// The day itself is in time.
    case by
    /// 前: up to and with a day (7月1日前), but before a period begins as often as before it ends (6月前).
    case upTo
    /// “before”: the day itself is in time for some and too late for others.
    case before
  }

  private static let heads: KeyValuePairs<String, Limit> = [
    "not later than ": .by, "no later than ": .by, "due by ": .by, "due on ": .by, "due in ": .by, "due ": .by,
    "until ": .by, "till ": .by, "by ": .by, "on ": .by, "in ": .by, "at ": .by, "within ": .by, "during ": .by,
    "before ": .before, "prior to ": .before, "ahead of ": .before,
    "最迟": .by, "最晚": .by, "不迟于": .by, "不晚于": .by, "截至": .by, "截止到": .by, "截止": .by, "定于": .by, "于": .by,
    "在": .by, "到": .by, "至": .by,
  ]
  private static let tails: KeyValuePairs<String, Limit> = [
    " at the latest": .by, " latest": .by, "之前": .upTo, "以前": .upTo, "前": .upTo, "为止": .by, "止": .by,
  ]

  /// `text` without such words, and the strictest that was there.
  static func removed(from text: [Unicode.Scalar]) -> ([Unicode.Scalar], Limit) {
    var rest = text[...]
    var limit = Limit.by
    while let (word, found) = heads.first(where: { rest.starts(with: $0.key.unicodeScalars) }) {
      rest = rest.dropFirst(word.unicodeScalars.count)
      if found != .by { limit = found }
    }
    while let (word, found) = tails.first(where: { rest.reversed().starts(with: $0.key.unicodeScalars.reversed()) }) {
      rest = rest.dropLast(word.unicodeScalars.count)
      if found != .by { limit = found }
    }
    return (Array(rest), limit)
  }
}

extension LimitWords.Limit {
  func applied(to meaning: DueMeaning, written: String) throws(Refusal) -> DueMeaning {
    let earlier: CivilDate
    switch (self, meaning.kind) {
    case (.by, _), (_, .end), (.upTo, .day): return meaning
    case (.before, .day): earlier = meaning.date.adding(days: -1)
    case (_, .period(let first)): earlier = first.adding(days: -1)
    }
    throw DueRefusal.twoReadings(written, earlier, meaning.date)
  }
}
