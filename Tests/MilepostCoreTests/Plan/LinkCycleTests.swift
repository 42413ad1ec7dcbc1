import MilepostCore
import Testing

@Suite struct LinkCycleTests {
  @Test("A chain, a diamond and links to things unknown are no circle")
  func none() {
    #expect(LinkCycle.find([:]) == nil)
    #expect(LinkCycle.find(["a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"], "e": ["elsewhere"]]) == nil)
  }

  @Test("A circle is named in the order in which one follows the other")
  func named() throws {
    let circle = try #require(LinkCycle.find(["a": ["c"], "b": ["a"], "c": ["b"], "d": ["a"]]))
    #expect(circle.first == circle.last)
    #expect(Set(circle) == ["a", "b", "c"])
    for (before, after) in zip(circle, circle.dropFirst()) {
      #expect(["a": ["c"], "b": ["a"], "c": ["b"]][after]?.contains(before) == true)
    }
    #expect(LinkCycle.find(["a": ["a"]]) == ["a", "a"])
  }

  @Test("A chain of 100,000 is walked without recursion, and a circle at its end is found")
  func deep() {
    var links = Dictionary(uniqueKeysWithValues: (1..<100_000).map { ("m\($0)", ["m\($0 - 1)"]) })
    links["m0"] = []
    #expect(LinkCycle.find(links) == nil)
    links["m0"] = ["m99999"]
    #expect(LinkCycle.find(links)?.count == 100_001)
  }
}
