import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

@Suite struct ChangeTests {
  private func refusal(_ body: () async throws -> some Sendable) async -> Refusal.Code? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test("A plan applied twice changes nothing the second time, and a dry run never does")
  func idempotent() async throws {
    let harness = try EngineHarness()
    let plan = PlanDocument(projects: [
      .init(
        project: ProjectDraft(key: "p", name: "工程", facts: [.init(name: "投资", value: "5200多万元")]),
        milestones: [
          MilestoneDraft(key: "opening", name: "投入使用", due: "2022-09-30", after: ["completion"]),
          MilestoneDraft(key: "completion", name: "完工", due: "2022-06-30"),
        ])
    ])
    let rehearsed = try await harness.engine.apply(plan, dryRun: true, by: "x")
    #expect(rehearsed.map(\.action) == [.add, .add, .add])
    #expect(try harness.engine.store.read { try $0.projects(includingArchived: true) }.isEmpty)
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == nil)
    _ = try await harness.engine.apply(plan, dryRun: false, by: "x")
    let head = try harness.engine.store.read { try $0.ledgerHead() }
    let again = try await harness.engine.apply(plan, dryRun: false, by: "x")
    #expect(again.allSatisfy { $0.action == .none })
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == head)
    try await harness.stop()
  }

  @Test("A plan with one fault leaves nothing behind, and names the place")
  func allOrNothing() async throws {
    let harness = try EngineHarness()
    let plan = PlanDocument(projects: [
      .init(
        project: ProjectDraft(key: "p", name: "p"),
        milestones: [
          MilestoneDraft(key: "a", name: "a", due: "2022-06-30"),
          MilestoneDraft(key: "b", name: "b", due: "2022-02-30"),
        ])
    ])
    do {
      _ = try await harness.engine.apply(plan, dryRun: false, by: "x")
      Issue.record("a plan with an impossible date was taken")
    } catch let refusal as Refusal {
      #expect(refusal.code == .invalidDate)
      #expect(refusal.place == "projects[0].milestones[1].due")
    }
    #expect(try harness.engine.store.read { try $0.projects(includingArchived: true) }.isEmpty)
    #expect(try harness.engine.store.read { try $0.ledgerHead() } == nil)
    try await harness.stop()
  }

  @Test("Every change writes its ledger entry with author, before and after, and the chain holds")
  func ledger() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    _ = try await harness.engine.expect(
      "henggang", "completion", date: "2022-07-15", reason: "梅雨", by: "uid:1000(li)")
    let entries = try harness.engine.store.read { try $0.ledger(after: 0, limit: 100) }
    #expect(entries.map(\.action) == ["project.add", "milestone.add", "milestone.expect"])
    let last = try #require(entries.last)
    #expect(last.author == "uid:1000(li)" && last.reason == "梅雨" && last.subject == "henggang/completion")
    #expect(!last.before.contains("2022-07-15") && last.after.contains("\"expected\":\"2022-07-15\""))
    #expect(try harness.engine.store.read { try $0.verifyLedger() }.brokenAt == nil)
    try await harness.stop()
  }

  @Test("What cannot be is refused with its code, and nothing is written")
  func refusals() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    let engine = harness.engine
    let head = try engine.store.read { try $0.ledgerHead() }
    func milestone(_ draft: MilestoneDraft) async -> Refusal.Code? {
      await refusal { try await engine.addMilestone("henggang", draft, by: "x") }
    }
    #expect(await milestone(MilestoneDraft(key: "completion", name: "a", due: "2022-06-30")) == .duplicateKey)
    #expect(await milestone(MilestoneDraft(key: "a/b", name: "a", due: "2022-06-30")) == .invalidKey)
    #expect(await milestone(MilestoneDraft(key: "a", name: "a\u{7}", due: "2022-06-30")) == .invalidValue)
    #expect(await milestone(MilestoneDraft(key: "a", name: "a")) == .missingField)
    #expect(await milestone(MilestoneDraft(key: "a", name: "a", due: "2022-02-30")) == .invalidDate)
    #expect(
      await milestone(MilestoneDraft(key: "a", name: "a", due: "2022-06-30", after: ["nowhere"])) == .unknownMilestone)
    #expect(await milestone(MilestoneDraft(key: "a", name: "a", due: "2022-06-30", after: ["a"])) == .linkCycle)
    #expect(
      await refusal { try await engine.addProject(ProjectDraft(key: "henggang", name: "x"), by: "x") } == .duplicateKey)
    #expect(
      await refusal { try await engine.addProject(ProjectDraft(key: "q", name: "x", zone: "Mars/Base"), by: "x") }
        == .unknownZone)
    #expect(
      await refusal { try await engine.addProject(ProjectDraft(key: "q", name: "x", calendar: "mars"), by: "x") }
        == .unknownCalendar)
    #expect(
      await refusal { try await engine.reach("henggang", "completion", date: "2022-07-01", by: "x") } == .dateOutOfRange
    )
    #expect(await refusal { try await engine.reopen("henggang", "completion", by: "x") } == .wrongState)
    #expect(
      await refusal { try await engine.expect("henggang", "completoin", date: nil, by: "x") } == .unknownMilestone)
    #expect(
      await refusal {
        try await engine.editMilestone("henggang", "completion", MilestoneDraft(name: "y"), ifRevision: 99, by: "x")
      } == .conflict)
    #expect(
      await refusal { try await engine.addEndpoint(EndpointDraft(name: "w", url: "ftp://example.org/"), by: "x") }
        == .invalidURL)
    #expect(
      await refusal { try await engine.addEndpoint(EndpointDraft(name: "w", url: "http://169.254.169.254/"), by: "x") }
        == .addressDenied)
    #expect(try engine.store.read { try $0.ledgerHead() } == head)
    try await harness.stop()
  }

  @Test("An archived project is silent and cannot be changed")
  func archived() async throws {
    let harness = try EngineHarness()
    try await harness.addKindergarten()
    _ = try await harness.engine.archiveProject("henggang", reason: "done", by: "x")
    try await harness.advance(to: "2022-07-10")
    #expect(try harness.fired() == [])
    #expect(await refusal { try await harness.engine.reach("henggang", "completion", by: "x") } == .wrongState)
    try await harness.stop()
  }

  @Test("Neither a webhook's path nor its secret shows in the ledger")
  func secrets() async throws {
    let harness = try EngineHarness()
    let endpoint = try await harness.engine.addEndpoint(
      EndpointDraft(name: "w", url: "http://127.0.0.1:9/hook/t0ken?key=s3cret"), by: "x")
    _ = try await harness.engine.setEndpoint("w", state: .paused, by: "x")
    try await harness.engine.removeEndpoint("w", by: "x")
    let entries = try harness.engine.store.read { try $0.ledger(after: 0, limit: 10) }
    #expect(entries.count == 3)
    for entry in entries {
      let text = "\(entry)"
      #expect(!text.contains("t0ken") && !text.contains("s3cret"))
      #expect(!text.contains(endpoint.secret))
    }
    try await harness.stop()
  }
}
