import MilepostCore
import MilepostStore
import Testing

@testable import MilepostEngine

/// Works of 20 working days, completion due on 30 June with ten days of buffer. Today is Friday, 20 May 2022.
private func plan(digest: String) -> PlanDocument {
  PlanDocument(projects: [
    .init(
      project: ProjectDraft(
        key: "henggang", name: "横港中心幼儿园", zone: "Asia/Shanghai", calendar: "weekdays",
        policy: PolicyDraft(leadDays: [], workingDaysOnly: true, digest: digest)),
      activities: [ActivityDraft(key: "works", name: "室外附属施工", nameEn: "Outdoor works", duration: "20wd")],
      milestones: [
        MilestoneDraft(
          key: "completion", name: "全部工程完工", nameEn: "Completion", due: "2022-06-30", after: ["works"],
          buffer: "8个工作日 验收余量")
      ])
  ])
}

@Suite struct DigestTests {
  private func harness(_ digest: String) async throws -> EngineHarness {
    let harness = try EngineHarness()
    _ = try await harness.engine.apply(plan(digest: digest), dryRun: false, by: "test")
    return harness
  }

  private func digests(_ harness: EngineHarness) throws -> [Alert] {
    try harness.alerts().filter { $0.type == "project.digest" }
  }

  @Test(
    "A daily digest says once each working day what can be reached, what is to spare, and what must be done by when")
  func daily() async throws {
    let harness = try await harness("daily")
    #expect(try digests(harness).isEmpty, "registering is no day")
    for day in ["2022-05-21", "2022-05-22", "2022-05-23"] { try await harness.advance(to: day) }
    await harness.engine.check()
    let digest = try #require(try digests(harness).first)
    #expect(try digests(harness).count == 1)
    // 20 working days from 23 May end on 17 June, nine before the due date; eight are kept free before it.
    #expect(
      digest.body.contains(
        "If nothing slips further, “Completion” can be reached on 2022-06-17, 9 working days to spare before 2022-06-30; "
          + "of its buffer “验收余量” of 8 working days, 0 are used up; "
          + "“Outdoor works” must be done by 2022-06-20 at the latest to keep it."))
    try await harness.advance(to: "2022-05-26")
    try await harness.advance(to: "2022-06-02")
    #expect(try digests(harness).count == 3, "days off are not made up for")
    #expect(try digests(harness).last?.body.contains("of 8 working days, 7 are used up") == true)
    #expect(try digests(harness).allSatisfy { $0.state == .resolved }, "there is nothing to acknowledge")
    try await harness.stop()
  }

  @Test("A weekly digest comes on the first working day of the week, a monthly one of the month, and off is off")
  func weeklyAndMonthly() async throws {
    for (digest, count) in [("weekly", 5), ("monthly", 2), ("off", 0)] {
      let harness = try await harness(digest)
      var day = try #require(CivilDate("2022-05-21"))
      while day < CivilDate("2022-06-27") ?? day {
        try await harness.advance(to: day.description)
        day = day.adding(days: 1)
      }
      #expect(try digests(harness).count == count, "\(digest)")
      try await harness.stop()
    }
  }

  @Test("A project without any links has its digest too")
  func unlinked() async throws {
    let harness = try EngineHarness()
    _ = try await harness.engine.addProject(
      ProjectDraft(
        key: "p", name: "p", zone: "Asia/Shanghai", calendar: "weekdays", policy: PolicyDraft(digest: "daily")),
      by: "test")
    _ = try await harness.engine.addMilestone(
      "p", MilestoneDraft(key: "m", name: "m", due: "2022-06-30"), by: "test")
    try await harness.advance(to: "2022-05-23")
    #expect(try digests(harness).count == 1)
    try await harness.stop()
  }

  @Test("Worked backwards from a day, with a buffer kept free, each step has its last safe day")
  func backwards() async throws {
    let harness = try await harness("off")
    let steps = try harness.engine.store.read { reader in
      let project = try Lookup.project("henggang", in: reader)
      let completion = try Lookup.milestone(project, "completion", in: reader)
      let network = try harness.engine.planNetwork(of: project, in: reader)
      let by = CivilDate("2022-06-24")
      return [
        network.predecessors(of: completion), network.predecessors(of: completion, keeping: completion.buffer),
        network.predecessors(of: completion, by: by),
        network.predecessors(of: completion, by: by, keeping: PlanBuffer(duration: WorkDuration(5, .workingDays))),
      ].map { $0.first?.lastSafeFinish?.description }
    }
    #expect(steps == ["2022-06-30", "2022-06-20", "2022-06-24", "2022-06-17"])
    try await harness.stop()
  }
}
