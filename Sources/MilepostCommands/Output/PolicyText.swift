import MilepostAPI

/// When people are told, as a sentence without its end.
enum PolicyText {
  static func of(_ policy: PolicyView, language: Language) -> String {
    var parts: [Phrase] = []
    if let lead = policy.lead, !lead.isEmpty {
      let days = lead.map(String.init)
      parts.append(
        Phrase("\(days.joined(separator: ", ")) days before", "提前\(days.joined(separator: "、"))天"))
    }
    if policy.onDay ?? false { parts.append(Phrase("on the day", "当天")) }
    switch policy.overdueEvery ?? 0 {
    case 0: break
    case 1: parts.append(Phrase("daily while overdue", "逾期后每天"))
    case let days: parts.append(Phrase("every \(days) days while overdue", "逾期后每\(days)天"))
    }
    if policy.atRisk ?? false {
      switch policy.riskFloat ?? 0 {
      case 0: parts.append(Phrase("when the forecast misses the date", "预计将逾期时"))
      case let days: parts.append(Phrase("below \(days) working days of float", "余量不足\(days)个工作日时"))
      }
    }
    if let days = policy.staleAfter, days > 0 {
      parts.append(Phrase("after \(days) days without a word", "\(days)天无进展时"))
    }
    switch policy.digest ?? "off" {
    case "daily": parts.append(Phrase("a word each day", "每日简报"))
    case "weekly": parts.append(Phrase("a word each week", "每周简报"))
    case "monthly": parts.append(Phrase("a word each month", "每月简报"))
    default: break
    }
    guard !parts.isEmpty else { return Phrase("none", "无").text(language) }
    if let hour = policy.alertHour { parts.append(Phrase("at \(hour)", "\(hour) 发出")) }
    if policy.workingDaysOnly ?? false { parts.append(Phrase("on working days only", "仅工作日")) }
    return parts.map { $0.text(language) }.joined(separator: Phrase(", ", "，").text(language))
  }
}
