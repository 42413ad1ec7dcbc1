import MilepostCore
import Testing

@Suite struct LightRuleTests {
  private func light(
    _ preset: LightRule.Preset, late: Int = 0, left: Int = 100, done: Double? = nil, expected: Double = 0.5,
    wasRed: Bool = false
  ) -> MilestoneOutlook.Light {
    preset.rule.light(
      for: LightFacts(
        daysLate: late, floatDays: -late, daysLeft: left, pace: done.map { ($0, expected) }, wasRed: wasRed))
  }

  @Test("Each preset turns exactly at its boundary")
  func boundaries() {
    #expect(light(.standard) == .green)
    #expect(light(.standard, left: 15) == .green)
    #expect(light(.standard, left: 14) == .yellow)
    #expect(light(.standard, late: 1) == .red)
    let silent = {
      LightRule.Preset.silence.rule.light(for: LightFacts(daysLate: 0, floatDays: 0, daysLeft: 99, silentDays: $0))
    }
    #expect([30, 31].map(silent) == [.green, .yellow])
    #expect(light(.days, late: 1) == .yellow)
    #expect(light(.days, late: 7) == .yellow)
    #expect(light(.days, late: 8) == .orange)
    #expect(light(.days, late: 15) == .orange)
    #expect(light(.days, late: 16) == .red)
    // 0.8 - 0.7 is not quite 0.1 in binary.
    #expect(light(.points, done: 0.7, expected: 0.8) == .yellow)
    #expect(light(.points, done: 0.701, expected: 0.8) == .green)
    #expect(light(.points, done: 0.5, expected: 0.8) == .yellow)
    #expect(light(.points, done: 0.499, expected: 0.8) == .red)
    #expect(light(.shortfall, done: 0.8, expected: 0.8) == .green)
    #expect(light(.shortfall, done: 0.79, expected: 0.8) == .yellow)
    #expect(light(.shortfall, done: 0.4, expected: 0.8) == .yellow)
    #expect(light(.shortfall, done: 0.399, expected: 0.8) == .red)
    #expect(light(.shortfall, done: 0, expected: 0) == .green, "nothing was to be expected yet")
  }

  @Test("A table of one's own reads as its preset does")
  func ownTables() throws {
    let written: [(LightRule.Preset, String)] = [
      (.standard, "red late>0, yellow due<=14"), (.days, "red late>=16, orange late>7, yellow late>0, yellow due<15"),
      (.points, "red points>30, red late>0, yellow points>=10, yellow due<=14"),
      (.memory, "memory, red late>0, yellow due<=14"), (.silence, "red late>0,yellow due<=14,yellow silent>=31"),
      (.unstarted, "RED unstarted>1, red late>0, yellow due<=14, yellow unstarted >= 1"),
    ]
    for (preset, text) in written {
      let table = try LightTable(text, place: "lights")
      #expect(table.rule == preset.rule)
      #expect(try LightTable(table.text, place: "lights") == table, "what is stored reads as what was written")
    }
    #expect(try LightTable(" Memory ", place: "lights") == LightTable(.memory))
    #expect(try LightTable("red float<0, green due<=3", place: "lights").rule.rows.first?.condition == .float(below: 0))
  }

  @Test(
    "What is no table is refused, by its row",
    arguments: [
      "", "purple late>3", "red late", "red late<3", "red>3", "red late>x", "red late>3,", "grey late>3", "red due>3",
      "red late>3 yellow", "red points>-1", "red late>99999999999999999999", "late>3", ",", "red late>=", "红>3",
    ])
  func refused(text: String) {
    let refusal = #expect(throws: Refusal.self) { try LightTable(text, place: "lights") }
    #expect(refusal?.place == "lights")
  }

  @Test("What was red once is never green again where the place remembers, and forgotten elsewhere")
  func memory() {
    #expect(light(.memory, wasRed: true) == .yellow)
    #expect(light(.memory, late: 1, wasRed: true) == .red)
    #expect(light(.memory) == .green)
    #expect(light(.standard, wasRed: true) == .green)
  }

  @Test("More time late, or further behind, never turns a light for the better", arguments: LightRule.Preset.allCases)
  func monotonic(preset: LightRule.Preset) {
    for left in [3, 30] {
      let lights = (0...40).map { light(preset, late: $0, left: left) }
      #expect(zip(lights, lights.dropFirst()).allSatisfy { $0 <= $1 })
      let paces = (0...80).map { light(preset, left: left, done: 0.8 - Double($0) / 100, expected: 0.8) }
      #expect(zip(paces, paces.dropFirst()).allSatisfy { $0 <= $1 })
    }
  }
}
