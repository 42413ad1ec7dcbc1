/// What names, labels, facts and policies may look like; each check refuses with one sentence.
package enum DraftRules {
  package static let keyLengthMax = 64
  package static let nameLengthMax = 200
  package static let factsMax = 64
  package static let labelsMax = 64
  package static let leadDaysMax = 3650
  package static let leadTimesMax = 20
  package static let linksMax = 1000

  /// Keys are typed, stand in addresses and in file names: lower-case letters, digits, single hyphens inside.
  package static func key(_ text: String, place: String) throws(Refusal) -> String {
    let bytes = Array(text.utf8)
    let inner = bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard inner, !bytes.isEmpty, bytes.count <= keyLengthMax, bytes.first != 45, bytes.last != 45 else {
      throw Refusal(
        .invalidKey,
        en: "“\(shown(text))” cannot be a key: use 1 to \(keyLengthMax) lower-case letters, digits and hyphens, "
          + "with a letter or digit at each end.",
        zh: "“\(shown(text))”不能作为标识：请用 1 至 \(keyLengthMax) 个小写字母、数字和连字符，首尾须为字母或数字。",
        place: place)
    }
    return text
  }

  /// A line of text for people: not empty, no control characters.
  package static func line(
    _ text: String, place: String, limit: Int = nameLengthMax
  ) throws(Refusal) -> String {
    let trimmed = trimmed(text)
    guard !trimmed.isEmpty else {
      throw Refusal(.invalidValue, en: "The text is empty; write something.", zh: "内容为空，请填写。", place: place)
    }
    guard !trimmed.unicodeScalars.contains(where: isControl) else {
      throw Refusal(
        .invalidValue, en: "The text holds control characters; write one plain line.", zh: "内容含有控制字符，请写成一行普通文字。",
        place: place)
    }
    guard trimmed.count <= limit else {
      throw Refusal(
        .invalidValue, en: "The text has \(trimmed.count) characters; at most \(limit) are taken.",
        zh: "内容有 \(trimmed.count) 个字符，最多 \(limit) 个。", place: place)
    }
    return trimmed
  }

  /// An optional line: nil keeps `current`, an empty text clears it.
  package static func optionalLine(
    _ text: String?, current: String?, place: String, limit: Int = nameLengthMax
  ) throws(Refusal) -> String? {
    guard let text else { return current }
    return trimmed(text).isEmpty ? nil : try line(text, place: place, limit: limit)
  }

  package static func labels(_ labels: [String: String], place: String) throws(Refusal) -> [String: String] {
    guard labels.count <= labelsMax else { throw tooMany(labels.count, labelsMax, place: place) }
    var checked: [String: String] = [:]
    for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
      let name = try line(name, place: place, limit: keyLengthMax)
      checked[name] = try line(value, place: "\(place).\(name)")
    }
    return checked
  }

  package static func facts(_ facts: [Project.Fact], place: String) throws(Refusal) -> [Project.Fact] {
    guard facts.count <= factsMax else { throw tooMany(facts.count, factsMax, place: place) }
    var checked: [Project.Fact] = []
    for fact in facts {
      let name = try line(fact.name, place: place)
      guard !checked.contains(where: { $0.name == name }) else {
        throw Refusal(
          .duplicateKey, en: "The fact “\(name)” is given twice; keep one.", zh: "“\(name)”重复出现，请只保留一个。", place: place)
      }
      checked.append(Project.Fact(name: name, value: try line(fact.value, place: "\(place).\(name)", limit: 1000)))
    }
    return checked
  }

  /// What is waited for: each thing and manner once.
  package static func links(_ texts: [String], place: String) throws(Refusal) -> [PlanLink] {
    guard texts.count <= linksMax else { throw tooMany(texts.count, linksMax, place: place) }
    var links: [PlanLink] = []
    for (index, text) in texts.enumerated() {
      let link = try PlanLink(text, place: "\(place)[\(index)]")
      if links.contains(link) { continue }
      guard !links.contains(where: { ($0.project, $0.key, $0.kind) == (link.project, link.key, link.kind) }) else {
        throw Refusal(
          .invalidValue, en: "“\(shown(link.key))” is linked twice in the same manner; keep one.",
          zh: "“\(shown(link.key))”以同一种关系重复出现，请只保留一条。", place: "\(place)[\(index)]")
      }
      links.append(link)
    }
    return links
  }

  package static func policy(
    _ draft: PolicyDraft?, over base: AlertPolicy, place: String
  ) throws(Refusal) -> AlertPolicy {
    guard let draft else { return base }
    var policy = base
    if let lead = draft.leadDays {
      guard lead.count <= leadTimesMax else { throw tooMany(lead.count, leadTimesMax, place: "\(place).lead") }
      for days in lead { try range(days, 1...leadDaysMax, place: "\(place).lead") }
      policy.leadDays = Set(lead).sorted(by: >)
    }
    if let every = draft.overdueEveryDays {
      try range(every, 0...365, place: "\(place).overdue_every")
      policy.overdueEveryDays = every
    }
    if let minute = draft.alertMinute {
      try range(minute, 0...1439, place: "\(place).alert_hour")
      policy.alertMinute = minute
    }
    policy.onDay = draft.onDay ?? policy.onDay
    if let days = draft.riskFloatDays {
      try range(days, 0...365, place: "\(place).risk_float")
      policy.riskFloatDays = days
    }
    if let days = draft.riskMoveDays {
      try range(days, 0...365, place: "\(place).risk_move")
      policy.riskMoveDays = days
    }
    if let days = draft.staleDays {
      try range(days, 0...3650, place: "\(place).stale_after")
      policy.staleDays = days
    }
    if let text = draft.digest { policy.digest = try choice(text, place: "\(place).digest") }
    policy.workingDaysOnly = draft.workingDaysOnly ?? policy.workingDaysOnly
    policy.atRisk = draft.atRisk ?? policy.atRisk
    return policy
  }

  /// One of an enumeration's names; refuses others with all of these.
  package static func choice<Choice: RawRepresentable & CaseIterable>(
    _ text: String, place: String
  ) throws(Refusal) -> Choice where Choice.RawValue == String {
    if let choice = Choice(rawValue: trimmed(text)) { return choice }
    throw isNone(text, of: Choice.allCases.map(\.rawValue), place: place)
  }

  /// One of the names that are known; refuses others with all of these.
  package static func one(_ text: String, of known: [String], place: String) throws(Refusal) -> String {
    guard known.contains(trimmed(text)) else { throw isNone(text, of: known, place: place) }
    return trimmed(text)
  }

  private static func isNone(_ text: String, of known: [String], place: String) -> Refusal {
    Refusal(
      .invalidValue, en: "“\(shown(text))” is none of \(known.joined(separator: ", ")).",
      zh: "“\(shown(text))”不在可选值之中：\(known.joined(separator: "、"))。", place: place)
  }

  private static func range(_ value: Int, _ allowed: ClosedRange<Int>, place: String) throws(Refusal) {
    guard allowed.contains(value) else {
      throw Refusal(
        .invalidValue, en: "\(value) is out of range; it must be \(allowed.lowerBound) to \(allowed.upperBound).",
        zh: "\(value) 超出范围，应为 \(allowed.lowerBound) 至 \(allowed.upperBound)。", place: place)
    }
  }

  private static func tooMany(_ count: Int, _ limit: Int, place: String) -> Refusal {
    Refusal(
      .invalidValue, en: "There are \(count) entries; at most \(limit) are taken.", zh: "共有 \(count) 项，最多 \(limit) 项。",
      place: place)
  }

  /// Bad input as it may be repeated in a sentence: no control characters, not too long.
  package static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(60).map { isControl($0) ? "·" : Character($0) }
    return String(scalars) + (text.unicodeScalars.count > 60 ? "…" : "")
  }

  package static func trimmed(_ text: String) -> String {
    let head = text.drop(while: \.isWhitespace)
    return String(head.reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // Bidirectional overrides make a line read as something else.
    default: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
  }
}
