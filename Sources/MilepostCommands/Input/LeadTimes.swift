/// Days before the due date at which people are told: `30d,14d,7d`, `30,14`, `30天、7天`, or `none`.
enum LeadTimes {
  static func parse(_ text: String) throws -> [Int] {
    if text == "none" { return [] }
    let parts = text.split(omittingEmptySubsequences: false) { [",", "，", "、"].contains($0) }
    return try parts.map { part in
      let trimmed = part.filter { $0 != " " }
      let digits = trimmed.hasSuffix("d") || trimmed.hasSuffix("天") ? trimmed.dropLast() : trimmed[...]
      guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let days = Int(digits) else {
        throw InputFault(
          phrase: Phrase(
            "“\(PlainText.line(text))” is not a list of lead times; write it as 30d,14d,7d, or none.",
            "“\(PlainText.line(text))”不是提前天数；请写成 30d,14d,7d，或 none。"))
      }
      return days
    }
  }
}
