import Foundation
import MilepostCore
import Testing

/// The merchant star rating: steps in order, and one bad credit record vetoes.
@Suite struct GateTests {
  private let keys = ["training", "self-check", "scoring", "credit", "result"]

  private func deed(_ by: String, _ on: String = "2022-05-01") throws -> Deed { try Deed(by: by, on: ISO.day(on)) }

  private func gate(_ order: Gate.Order = .free, secondPerson: Bool = false) throws -> Gate {
    let names = ["培训", "自查", "现场评分", "信用审查", "公布结果"]
    return try Gate(
      checks: zip(keys, names).map { try GateCheck(key: $0, name: $1, nameEn: $0) }, order: order,
      needsSecondPerson: secondPerson)
  }

  private func passed(secondPerson: Bool = false) throws -> Gate {
    var gate = try gate(secondPerson: secondPerson)
    for key in keys { try gate.record(.passed, check: key, deed: deed("王芳")) }
    return gate
  }

  // MARK: The veto

  @Test("One failed check shuts the gate, however many passed and whichever it is", arguments: 0..<5)
  func veto(index: Int) throws {
    var gate = try passed()
    #expect(gate.verdict.outcome == .reached)
    try gate.record(.failed, check: keys[index], deed: deed("李强", "2022-05-02"), evidence: "税务记录不良")
    #expect(gate.reachedOn == nil)
    #expect(gate.verdict.outcome == .vetoed)
    #expect(gate.verdict.inTheWay == [keys[index]])
    #expect(gate.verdict.passed == 4)
  }

  @Test("A veto is told with who and when, and ends only when that very check passes")
  func vetoEnds() throws {
    var gate = try gate()
    try gate.record(.failed, check: "credit", deed: deed("李强", "2022-05-02"))
    for key in keys where key != "credit" { try gate.record(.passed, check: key, deed: deed("王芳", "2022-06-01")) }
    #expect(
      gate.verdict.reason.en == "“credit” failed on 2022-05-02 (李强), and nothing outvotes that; 4 of 5 passed.")
    #expect(gate.verdict.reason.zh == "“信用审查”未通过（2022-05-02，李强），一票否决；5项中4项通过。")
    try gate.record(.passed, check: "credit", deed: deed("李强", "2022-06-20"))
    #expect(gate.reachedOn == ISO.day("2022-06-20"))
    #expect(gate.verdict.reason.en == "All 5 checks passed; reached on 2022-06-20.")
  }

  @Test("Whatever is recorded, the gate is reached exactly when every check's last word is passed", arguments: 0..<100)
  func random(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var gate = try gate(Bool.random(using: &random) ? .strict : .free)
    var last: [String: GateCheck.Result] = [:]
    for day in 0..<60 {
      let key = keys.any(&random)
      let result: GateCheck.Result = Int.random(in: 0..<5, using: &random) == 0 ? .failed : .passed
      let by = try Deed(by: "王芳", on: ISO.day("2022-01-01").adding(days: day))
      let before = gate
      if let refusal = refusal({ try gate.record(result, check: key, deed: by) }) {
        #expect(refusal.code == .wrongState && gate == before && gate.order == .strict)
      } else {
        last[key] = result
      }
      #expect((gate.reachedOn != nil) == keys.allSatisfy { last[$0] == .passed })
      #expect((gate.verdict.outcome == .vetoed) == last.values.contains(.failed))
      #expect(try JSONDecoder().decode(Gate.self, from: JSONEncoder().encode(gate)) == gate)
    }
  }

  // MARK: Order

  @Test("Under a strict order no check is made before those in front of it have passed")
  func strictOrder() throws {
    var gate = try gate(.strict)
    #expect(refusal { try gate.record(.passed, check: "self-check", deed: deed("王芳")) }?.code == .wrongState)
    try gate.record(.failed, check: "training", deed: deed("王芳"))
    #expect(refusal { try gate.record(.passed, check: "self-check", deed: deed("王芳")) }?.code == .wrongState)
    try gate.record(.passed, check: "training", deed: deed("王芳", "2022-05-03"))
    #expect(refusal { try gate.record(.passed, check: "self-check", deed: deed("王芳", "2022-05-02")) }?.place == "on")
    try gate.record(.passed, check: "self-check", deed: deed("王芳", "2022-05-03"))
    #expect(refusal { try gate.reopen(check: "training") }?.code == .wrongState)
    try gate.reopen(check: "self-check")
    try gate.reopen(check: "training")
    #expect(gate == (try self.gate(.strict)))
  }

  @Test("A waiting gate names what is open, the first three by name")
  func waiting() throws {
    var gate = try gate()
    #expect(gate.verdict.reason.zh == "“培训”、“自查”、“现场评分”等5项尚待检查；5项中0项通过。")
    for key in keys.dropLast() { try gate.record(.passed, check: key, deed: deed("王芳")) }
    #expect(gate.verdict.outcome == .waiting && gate.verdict.inTheWay == ["result"])
    #expect(gate.verdict.reason.en == "“result” still to be checked; 4 of 5 passed.")
  }

  @Test("An entry never lies before the one that it replaces")
  func backdated() throws {
    var gate = try gate()
    try gate.record(.failed, check: "credit", deed: deed("李强", "2022-05-02"))
    #expect(refusal { try gate.record(.passed, check: "credit", deed: deed("李强", "2022-05-01")) }?.code == .invalidDate)
    #expect(gate.verdict.outcome == .vetoed)
  }

  // MARK: The second person

  @Test(
    "Whoever passed a check cannot close the gate, however the name is written",
    arguments: ["王芳", " 王芳 ", "王　芳", "王 芳", "王\u{200B}芳"])
  func ownCheck(name: String) throws {
    var gate = try passed(secondPerson: true)
    #expect(gate.verdict.outcome == .toBeClosed && gate.reachedOn == nil)
    #expect(refusal { try gate.close(deed(name)) }?.code == .notAllowed)
    #expect(gate.closed == nil)
    try gate.close(deed("李强", "2022-05-04"))
    #expect(gate.reachedOn == ISO.day("2022-05-04"))
    #expect(gate.verdict.reason.en == "All 5 checks passed; closed by 李强 on 2022-05-04.")
  }

  @Test(
    "Latin names are the same in any case and width", arguments: ["Wang Fang", "WANG FANG", "ＷａｎｇＦａｎｇ", "wang  fang"])
  func latinNames(name: String) {
    #expect(Deed.isSamePerson(name, "wang fang"))
    #expect(!Deed.isSamePerson(name, "wang fan"))
  }

  @Test("A gate is closed only when every check has passed, once, not before they did, and not if none is asked for")
  func closeRefused() throws {
    var open = try gate(secondPerson: true)
    #expect(refusal { try open.close(deed("李强")) }?.code == .wrongState)
    var vetoed = try passed(secondPerson: true)
    try vetoed.record(.failed, check: "credit", deed: deed("王芳"))
    #expect(refusal { try vetoed.close(deed("李强")) }?.code == .wrongState)
    var none = try passed()
    #expect(refusal { try none.close(deed("李强")) }?.code == .wrongState)
    var gate = try passed(secondPerson: true)
    #expect(refusal { try gate.close(deed("李强", "2022-04-30")) }?.code == .invalidDate)
    try gate.close(deed("李强"))
    #expect(refusal { try gate.close(deed("赵敏")) }?.code == .wrongState)
  }

  @Test("In a closed gate nothing changes until it is opened again")
  func closedStays() throws {
    var gate = try passed(secondPerson: true)
    #expect(refusal { try gate.reopen() }?.code == .wrongState)
    try gate.close(deed("李强"))
    let closed = gate
    #expect(refusal { try gate.record(.failed, check: "credit", deed: deed("王芳")) }?.code == .wrongState)
    #expect(refusal { try gate.reopen(check: "credit") }?.code == .wrongState)
    #expect(gate == closed)
    try gate.reopen()
    try gate.record(.failed, check: "credit", deed: deed("王芳"))
    #expect(gate.verdict.outcome == .vetoed)
  }

  // MARK: Refusals and storage

  @Test("A gate has at least one check, each key once, and no check that is not there")
  func refused() throws {
    #expect(refusal { _ = try Gate(checks: []) }?.code == .missingField)
    let check = try GateCheck(key: "a", name: "甲")
    #expect(refusal { _ = try Gate(checks: [check, check]) }?.place == "checks[1].key")
    let many = try (0...100).map { try GateCheck(key: "c\($0)", name: "甲") }
    #expect(refusal { _ = try Gate(checks: many) }?.code == .invalidValue)
    #expect(refusal { _ = try GateCheck(key: "A b", name: "甲") }?.code == .invalidKey)
    #expect(refusal { _ = try GateCheck(key: "a", name: " ") }?.place == "name")
    var gate = try gate()
    let unknown = refusal { try gate.record(.passed, check: "credits", deed: deed("王芳")) }
    #expect(unknown?.code == .notFound && unknown?.text.en.contains("“credit”") == true)
    #expect(refusal { try gate.reopen(check: "credit") }?.code == .wrongState)
    #expect(refusal { _ = try deed(" ") }?.place == "by")
  }

  @Test("No stored text makes a gate closed by one who passed a check, or with a failed one")
  func forged() throws {
    var gate = try passed(secondPerson: true)
    try gate.close(deed("李强"))
    let text = String(decoding: try JSONEncoder().encode(gate), as: UTF8.self)
    #expect(try JSONDecoder().decode(Gate.self, from: Data(text.utf8)) == gate)
    for (old, new) in [("李强", "王芳"), (#""passed""#, #""failed""#), ("self-check", "training"), ("王芳", "")] {
      let forged = Data(text.replacing(old, with: new).utf8)
      #expect(throws: Refusal.self, "\(old) to \(new)") { try JSONDecoder().decode(Gate.self, from: forged) }
    }
  }
}
