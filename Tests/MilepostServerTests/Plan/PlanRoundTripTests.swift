import MilepostCore
import MilepostServer
import Testing

@Suite struct PlanRoundTripTests {
  @Test("Whatever is written is read back as the same document", arguments: 0..<400)
  func roundTrip(seed: Int) throws {
    var generator = PlanGenerator(seed: UInt64(seed))
    let document = generator.document()
    let text = PlanWriter.text(document)
    #expect(try PlanReader.read(text) == document, "\(text)")
    #expect(PlanWriter.text(document) == text)
  }

  @Test("Every awkward text survives, as a value and as a key", arguments: PlanGenerator.awkward)
  func awkwardText(text: String) throws {
    let facts = [Project.Fact(name: text, value: text)]
    let document = PlanDocument(projects: [
      PlanDocument.ProjectPlan(
        project: ProjectDraft(key: "a", name: text, labels: [text: text], facts: facts),
        milestones: [MilestoneDraft(key: "b", name: text, due: text, after: [text, text])])
    ])
    #expect(try PlanReader.read(PlanWriter.text(document)) == document)
  }

  @Test("A plan is written as people would: keys in order, Chinese as it is, quotes only where they are needed")
  func layout() {
    let milestones = [
      MilestoneDraft(key: "completion", name: "全部工程完工", nameEn: "All works complete", due: "2022年6月底"),
      MilestoneDraft(key: "opening", name: "投入使用", due: "2022年9月", after: ["completion"]),
    ]
    let project = ProjectDraft(
      key: "henggang-kindergarten", name: "横港中心幼儿园新建工程", nameEn: "Henggang Central Kindergarten, new build",
      zone: "Asia/Shanghai", calendar: "china", labels: ["town": "baibu"],
      facts: [Project.Fact(name: "投资", value: "5200多万元"), Project.Fact(name: "占地", value: "约15亩")],
      policy: PolicyDraft(leadDays: [30, 7], alertMinute: 540))
    let text = PlanWriter.text(
      PlanDocument(projects: [PlanDocument.ProjectPlan(project: project, milestones: milestones)]))
    #expect(
      text == """
        projects:
          - key: henggang-kindergarten
            name: 横港中心幼儿园新建工程
            name_en: "Henggang Central Kindergarten, new build"
            zone: Asia/Shanghai
            calendar: china
            labels:
              town: baibu
            facts:
              投资: 5200多万元
              占地: 约15亩
            alerts: {lead: [30, 7], alert_hour: "09:00"}
            milestones:
              - key: completion
                name: 全部工程完工
                name_en: All works complete
                due: 2022年6月底
              - key: opening
                name: 投入使用
                due: 2022年9月
                after: [completion]

        """)
  }
}
