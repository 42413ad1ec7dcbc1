import GRDB
import MilepostCore
import Testing

@testable import MilepostStore

@Suite struct HotStatementTests {
  @Test("What a hot statement wrote is what is read, whatever the text", arguments: ["", "a", "节点“一”\u{0301}", "🏗️"])
  func texts(_ text: String) throws {
    let store = try StoreHarness()
    let milestone = try store.addMilestone("roof", in: store.addProject())
    let alert = try store.store.write { writer in
      try writer.insert(
        Alert(
          milestoneID: milestone.id, rule: "due", occurrence: text, type: "milestone.due",
          scheduledAt: Instant(milliseconds: 1), firedAt: Instant(milliseconds: 2), body: text))
    }
    let stored = try #require(alert)
    let read = try store.store.read { try $0.alert(id: stored.id) }
    #expect(read?.body == text)
    #expect(read?.occurrence == text)
  }

  @Test("A statement that fails leaves nothing behind and works again")
  func failure() throws {
    let store = try StoreHarness()
    let milestone = try store.addMilestone("roof", in: store.addProject())
    let alert = Alert(
      milestoneID: 999, rule: "due", occurrence: "1", type: "milestone.due", scheduledAt: Instant(milliseconds: 1),
      firedAt: Instant(milliseconds: 2), body: "{}")
    #expect(throws: Refusal.self) { try store.store.write { _ = try $0.insert(alert) } }
    var right = alert
    right.milestoneID = milestone.id
    #expect(try store.store.write { try $0.insert(right) } != nil)
    #expect(try store.store.write { try $0.insert(right) } == nil)
  }
}
