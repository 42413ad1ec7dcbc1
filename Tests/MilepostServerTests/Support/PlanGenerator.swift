import MilepostCore

/// Random plan documents, with texts that YAML would love to misread.
struct PlanGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func document() -> PlanDocument {
    let count = Int.random(in: 0...3, using: &random)
    return PlanDocument(projects: (0..<count).map { index in project("p\(index)") })
  }

  private mutating func project(_ key: String) -> PlanDocument.ProjectPlan {
    let draft = ProjectDraft(
      key: key, name: text(), nameEn: maybe { $0.text() }, owner: maybe { $0.text() }, zone: maybe { $0.text() },
      calendar: maybe { $0.text() }, labels: maybe { $0.table() },
      facts: maybe { $0.table().map { Project.Fact(name: $0.key, value: $0.value) } }, policy: maybe { $0.policy() },
      progressRule: maybe { $0.text() }, lights: maybe { $0.text() })
    let count = Int.random(in: 0...4, using: &random)
    let works = Int.random(in: 0...3, using: &random)
    return PlanDocument.ProjectPlan(
      project: draft, calendars: (0..<Int.random(in: 0...2, using: &random)).map { calendar("c\($0)") },
      activities: (0..<works).map { activity("a-\($0)") },
      milestones: (0..<count).map { milestone("m-\($0)") })
  }

  private mutating func calendar(_ name: String) -> ShiftCalendar {
    let shifts: [[ShiftCalendar.Shift]] = [[], [480..<720, 780..<1020], [0..<1440], [1..<2, 3..<1439]]
    let base = maybe { $0.text() }
    var calendar = ShiftCalendar(name: name + " 甲: #", base: base, week: [])
    if base == nil || Bool.random(using: &random) {
      calendar.week = (0..<7).map { _ in shifts.randomElement(using: &random) ?? [] }
    }
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let day = CivilDate(dayNumber: Int32.random(in: 18_000...20_000, using: &random))
      calendar.exceptions[day] = shifts.randomElement(using: &random) ?? []
    }
    return calendar
  }

  private mutating func activity(_ key: String) -> ActivityDraft {
    ActivityDraft(
      key: key, name: text(), nameEn: maybe { $0.text() }, owner: maybe { $0.text() }, duration: text(),
      calendar: maybe { $0.text() }, after: maybe { $0.texts() }, constraints: maybe { $0.table() },
      started: maybe { $0.text() }, finished: maybe { $0.text() }, remaining: maybe { $0.text() },
      remainingOn: maybe { $0.text() })
  }

  private mutating func count() -> CountDraft {
    CountDraft(
      from: 37, target: [0, 2, -3.5, 1e12].randomElement(using: &random), unit: maybe { $0.text() },
      unitEn: maybe { $0.text() }, start: maybe { $0.text() },
      tolerance: [nil, 0, 12.25].randomElement(using: &random) ?? 5)
  }

  private mutating func gate() -> GateDraft {
    GateDraft(
      checks: maybe { generator in
        (0..<Int.random(in: 0...3, using: &generator.random)).map { _ in
          GateDraft.Check(key: generator.text(), name: generator.text(), nameEn: generator.maybe { $0.text() })
        }
      }, order: maybe { $0.text() }, needsSecondPerson: true)
  }

  private mutating func repeats() -> RepeatDraft {
    RepeatDraft(
      rule: text(), start: maybe { $0.text() }, early: maybe { Int.random(in: -1...400, using: &$0.random) },
      grace: maybe { Int.random(in: -1...400, using: &$0.random) })
  }

  private mutating func texts() -> [String] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in text() }
  }

  private mutating func milestone(_ key: String) -> MilestoneDraft {
    MilestoneDraft(
      key: key, name: text(), nameEn: maybe { $0.text() }, due: text(), labels: maybe { $0.table() },
      after: maybe { $0.texts() },
      policy: maybe { $0.policy() }, buffer: maybe { $0.text() }, count: maybe { $0.count() },
      repeats: maybe { $0.repeats() }, gate: maybe { $0.gate() }, isFinding: maybe { _ in true })
  }

  private mutating func policy() -> PolicyDraft {
    PolicyDraft(
      leadDays: maybe { generator in
        (0..<Int.random(in: 0...4, using: &generator.random)).map { _ in
          Int.random(in: -5...4000, using: &generator.random)
        }
      },
      onDay: maybe { Bool.random(using: &$0.random) },
      overdueEveryDays: maybe { Int.random(in: -1...400, using: &$0.random) },
      alertMinute: maybe { Int.random(in: 0...1439, using: &$0.random) },
      workingDaysOnly: maybe { Bool.random(using: &$0.random) }, atRisk: maybe { Bool.random(using: &$0.random) },
      riskFloatDays: maybe { Int.random(in: -1...400, using: &$0.random) },
      riskMoveDays: maybe { Int.random(in: -1...400, using: &$0.random) },
      staleDays: maybe { Int.random(in: -1...400, using: &$0.random) }, digest: maybe { $0.text() })
  }

  private mutating func table() -> [String: String] {
    var table: [String: String] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &random) { table[text()] = text() }
    return table
  }

  private mutating func maybe<Value>(_ make: (inout PlanGenerator) -> Value) -> Value? {
    Bool.random(using: &random) ? make(&self) : nil
  }

  static let awkward = [
    "", " ", "~", "null", "true", "No", "on", "1e3", "0x1F", "1_000", "-", "- a", "? a", ": a", "a: b", "a:", "a #b",
    "#a",
    "&a", "*a", "!a", "|", ">", "'", "\"", "\\", "%a", "@a", "`a", "[a]", "{a}", "a, b", "---", "...", "--- a",
    "2022-06-30",
    "6月底", "2022年9月", "5200多万元", "横港中心幼儿园", "有爱不孤单 您的生日我记得", "全部完工：6月底", "a\nb", "a\n\nb\n", "\t", "a\tb",
    "trailing ", " leading", "a\u{85}b", "\u{2028}", "a\u{FEFF}b", "\u{E000}", "\u{0}", "\u{1B}[31m", "👩‍👩‍👧‍👦", "é",
    "e\u{301}",
    "<<", "=", "a  b", "<<: *a", "key: &x y", String(repeating: "\u{200B}", count: 200),
    String(repeating: "长", count: 300),
    "C:\\dir\\n", "it's", "\"quoted\"", "a\r\nb", "٣", "\u{3000}", "\u{10FFFF}", "12:30", "09:00", ".5", "+1", "y",
    "=a", "~a",
  ]

  private mutating func text() -> String {
    if Int.random(in: 0..<3, using: &random) > 0 { return PlanGenerator.awkward.randomElement(using: &random) ?? "" }
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let value = UInt32.random(in: 0...(Bool.random(using: &random) ? 0x7F : 0x2FFFF), using: &random)
      // The parser drops a byte order mark at the start of a text: nobody can see it, and nobody means it.
      if let scalar = Unicode.Scalar(value), scalar != "\u{FEFF}" { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
