import Foundation
import MilepostCore
import Testing

@Suite struct FindingTests {
  private func deed(_ by: String, _ day: Int) throws -> Deed {
    try Deed(by: by, on: ISO.day("2022-05-01").adding(days: day - 1))
  }

  private func found() throws -> Finding { try Finding(what: "后厨无防鼠板", found: deed("第三方", 1)) }

  private func putRight() throws -> Finding {
    var finding = try found()
    try finding.take(.assigned(deed: deed("食安办", 2), to: "王芳", due: ISO.day("2022-05-10")))
    try finding.take(.putRight(deed: deed("陈伟", 5), evidence: "照片"))
    return finding
  }

  @Test("A finding goes through the loop with somebody else to check it, and says where it stands")
  func loop() throws {
    var finding = try found()
    let today = ISO.day("2022-05-20")
    #expect(finding.sentence(on: today).zh == "第三方于2022-05-01发现，尚未交办。")
    try finding.take(.assigned(deed: deed("食安办", 2), to: "王芳", due: ISO.day("2022-05-10")))
    #expect(finding.sentence(on: today).en == "Assigned to 王芳 on 2022-05-02, due on 2022-05-10 and 10 days late.")
    #expect(finding.sentence(on: ISO.day("2022-05-10")).zh == "已于2022-05-02交办王芳，应于2022-05-10前整改。")
    try finding.take(.putRight(deed: deed("王芳", 5), evidence: nil))
    #expect(finding.sentence(on: today).en == "Put right by 王芳 on 2022-05-05; somebody else has to check it.")
    try finding.take(.checked(deed: deed("李强", 6), evidence: nil))
    #expect(finding.sentence(on: today).zh == "李强已于2022-05-06复查通过，尚未销号。")
    try finding.take(.closed(deed: deed("李强", 7)))
    #expect(finding.sentence(on: today).en == "Closed on 2022-05-07 by 李强.")
    #expect(finding.state == .closed && finding.steps.count == 5)
  }

  @Test("Every step out of its turn is refused and changes nothing", arguments: Finding.State.allCases)
  func wrongOrder(state: Finding.State) throws {
    let way: [FindingStep] = try [
      .assigned(deed: deed("食安办", 2), to: "王芳", due: nil), .putRight(deed: deed("王芳", 3), evidence: nil),
      .checked(deed: deed("李强", 4), evidence: nil), .closed(deed: deed("李强", 5)),
    ]
    let index = try #require(Finding.State.allCases.firstIndex(of: state))
    var finding = try found()
    for step in way.prefix(index) { try finding.take(step) }
    #expect(finding.state == state)
    let later = try deed("赵敏", 9)
    let all: [FindingStep] = [
      .found(deed: later), .assigned(deed: later, to: "孙丽", due: nil), .putRight(deed: later, evidence: nil),
      .rejected(deed: later, reason: "没有改好"), .checked(deed: later, evidence: nil), .closed(deed: later),
    ]
    let allowed: [Finding.State: Set<Int>] = [
      .found: [1], .assigned: [1, 2], .putRight: [3, 4], .checked: [5], .closed: [],
    ]
    for (number, step) in all.enumerated() {
      var tried = finding
      let refusal = refusal { try tried.take(step) }
      #expect((refusal == nil) == allowed[state]?.contains(number), "\(step)")
      if let refusal { #expect(refusal.code == .wrongState && tried == finding) }
    }
  }

  @Test(
    "Neither who put it right nor who it is assigned to checks or closes it",
    arguments: ["陈伟", "王芳", "王 芳", "陈　伟", "陈\u{200D}伟"])
  func ownWork(name: String) throws {
    var finding = try putRight()
    #expect(refusal { try finding.take(.checked(deed: deed(name, 6), evidence: nil)) }?.code == .notAllowed)
    #expect(refusal { try finding.take(.rejected(deed: deed(name, 6), reason: "不行")) }?.code == .notAllowed)
    try finding.take(.checked(deed: deed("李强", 6), evidence: nil))
    #expect(refusal { try finding.take(.closed(deed: deed(name, 7))) }?.code == .notAllowed)
    #expect(finding.state == .checked)
  }

  @Test("What is found not to be right goes back, and whoever had put it right before still cannot check it")
  func rejected() throws {
    var finding = try putRight()
    try finding.take(.rejected(deed: deed("李强", 6), reason: "防鼠板太低"))
    #expect(finding.state == .assigned)
    #expect(
      finding.sentence(on: ISO.day("2022-05-11")).zh
        == "李强于2022-05-06复查未通过，退回王芳（防鼠板太低），应于2022-05-10前整改，已逾期1天。")
    try finding.take(.assigned(deed: deed("食安办", 7), to: "孙丽", due: nil))
    #expect(!finding.isOverdue(on: ISO.day("2022-05-11")))
    try finding.take(.putRight(deed: deed("孙丽", 8), evidence: nil))
    for name in ["陈伟", "孙丽"] {
      #expect(refusal { try finding.take(.checked(deed: deed(name, 9), evidence: nil)) }?.code == .notAllowed)
    }
    try finding.take(.checked(deed: deed("李强", 9), evidence: nil))
    try finding.take(.closed(deed: deed("食安办", 9)))
  }

  @Test("No step lies before the one before it, and nothing is due before it is assigned")
  func dates() throws {
    var finding = try found()
    #expect(
      refusal { try finding.take(.assigned(deed: deed("食安办", 0), to: "王芳", due: nil)) }?.code == .invalidDate)
    let early = refusal { try finding.take(.assigned(deed: deed("食安办", 3), to: "王芳", due: ISO.day("2022-05-02"))) }
    #expect(early?.place == "due")
    #expect(refusal { try finding.take(.assigned(deed: deed("食安办", 3), to: " ", due: nil)) }?.place == "to")
    #expect(refusal { _ = try Finding(what: "\n", found: deed("第三方", 1)) }?.place == "what")
    #expect(finding == (try found()))
  }

  @Test(
    "However steps are thrown at it, a closed finding was put right and checked by somebody else", arguments: 0..<200)
  func random(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let people = ["甲", "乙", "丙"]
    var finding = try Finding(what: "问题", found: deed(people.any(&random), 1))
    for day in 2..<60 {
      let deed = try deed(people.any(&random), day)
      let steps: [FindingStep] = [
        .assigned(deed: deed, to: people.any(&random), due: nil), .putRight(deed: deed, evidence: nil),
        .rejected(deed: deed, reason: "不行"), .checked(deed: deed, evidence: nil), .closed(deed: deed),
      ]
      let step = steps.any(&random)
      _ = refusal { try finding.take(step) }
    }
    #expect(zip(finding.steps, finding.steps.dropFirst()).allSatisfy { $0.deed.on <= $1.deed.on })
    var workers: Set<String> = []
    for step in finding.steps {
      switch step {
      case .putRight(let deed, _): workers.insert(deed.by)
      case .checked(let deed, _), .rejected(let deed, _), .closed(let deed):
        #expect(!workers.isEmpty && !workers.contains(deed.by))
      default: continue
      }
    }
    #expect(try JSONDecoder().decode(Finding.self, from: JSONEncoder().encode(finding)) == finding)
  }

  @Test("A finding that is sent back without end stops taking steps")
  func bounded() throws {
    var finding = try found()
    try finding.take(.assigned(deed: deed("食安办", 2), to: "王芳", due: nil))
    while finding.steps.count < Finding.stepsMax {
      try finding.take(.putRight(deed: deed("王芳", 3), evidence: nil))
      if finding.steps.count < Finding.stepsMax { try finding.take(.rejected(deed: deed("李强", 3), reason: "不行")) }
    }
    #expect(refusal { try finding.take(.putRight(deed: deed("王芳", 3), evidence: nil)) }?.code == .invalidValue)
  }

  @Test("No stored text makes a finding closed that people could not close")
  func forged() throws {
    var finding = try putRight()
    try finding.take(.checked(deed: deed("李强", 6), evidence: nil))
    try finding.take(.closed(deed: deed("李强", 7)))
    let text = String(decoding: try JSONEncoder().encode(finding), as: UTF8.self)
    for (old, new) in [("李强", "陈伟"), ("李强", "王芳"), (#""checked""#, #""rejected""#), ("2022-05-05", "2022-05-08")] {
      let forged = Data(text.replacing(old, with: new).utf8)
      #expect(throws: (any Error).self, "\(old) to \(new)") { try JSONDecoder().decode(Finding.self, from: forged) }
    }
    let headless = Data(#"{"what":"x","steps":[]}"#.utf8)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Finding.self, from: headless) }
  }

  @Test("A loop is closed when there is something and all of it is closed")
  func tally() throws {
    var closed = try putRight()
    try closed.take(.checked(deed: deed("李强", 6), evidence: nil))
    try closed.take(.closed(deed: deed("李强", 7)))
    var late = try found()
    try late.take(.assigned(deed: deed("食安办", 2), to: "王芳", due: ISO.day("2022-05-10")))
    let today = ISO.day("2022-05-11")
    #expect(!FindingTally([], on: today).isLoopClosed)
    #expect(FindingTally([closed], on: today).isLoopClosed)
    let tally = FindingTally([closed, late, try found()], on: today)
    #expect(!tally.isLoopClosed)
    #expect(tally.sentence.en == "1 of 3 findings closed, 1 overdue.")
    #expect(tally.sentence.zh == "共发现3个问题，已销号1个，逾期1个。")
  }
}
