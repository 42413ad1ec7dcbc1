/// The name of a weekday beside a date: 6月30日（周四）, Thu, 30 June 2022.
enum WeekdayNote {
  /// `text` without the weekday at its end or beginning, and which one it was; nil when there is none.
  static func removed(from text: [Unicode.Scalar]) -> ([Unicode.Scalar], Int)? {
    if text.last == ")", let open = text.lastIndex(of: "(") {
      let inner = Array(text[(open + 1)..<(text.count - 1)])
      return weekday(inner).map { (trimmed(text[..<open]), $0) }
    }
    if let start = chineseStart(text), let day = weekday(Array(text[start...])) {
      return (trimmed(text[..<start]), day)
    }
    if let space = text.lastIndex(of: " "), let day = weekday(Array(text[(space + 1)...])) {
      return (trimmed(text[..<space]), day)
    }
    if let space = text.firstIndex(of: " "), let day = weekday(trimmed(text[..<space])) {
      return (trimmed(text[(space + 1)...]), day)
    }
    return nil
  }

  private static func weekday(_ name: [Unicode.Scalar]) -> Int? {
    var scanner = DueScanner(name)
    if let day = ChineseForms.weekdayName(&scanner), scanner.isAtEnd { return day }
    return EnglishWords.weekdays[String(String.UnicodeScalarView(name))]
  }

  private static func chineseStart(_ text: [Unicode.Scalar]) -> Int? {
    text.lastIndex(of: "周") ?? text.lastIndex(of: "星") ?? text.lastIndex(of: "礼")
  }

  private static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    var rest = text
    while let last = rest.last, last == " " || last == "," || last == "." { rest.removeLast() }
    return Array(rest)
  }
}
