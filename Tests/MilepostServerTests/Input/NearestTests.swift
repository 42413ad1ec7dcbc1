import MilepostCore
import Testing

@Suite struct NearestTests {
  private let keys = ["henggang-kindergarten", "public-toilets", "cesspits", "health-cabins"]

  @Test(
    "A slip of the finger finds the name that was meant",
    arguments: [
      ("henggang-kindergaten", "henggang-kindergarten"), ("Health_Cabins", "health-cabins"), ("cesspist", "cesspits"),
      ("public", "public-toilets"), ("heng", "henggang-kindergarten"), ("helth-cabin", "health-cabins"),
    ])
  func slips(word: String, expected: String) {
    #expect(Nearest.match(word, among: keys) == expected)
  }

  @Test(
    "What is far from everything finds nothing",
    arguments: ["", "zzz", "roads", "p", "幼儿园", String(repeating: "a", count: 5000)])
  func farAway(word: String) {
    #expect(Nearest.match(word, among: keys) == nil)
    #expect(Nearest.hint(for: word, among: keys).en.isEmpty)
  }

  @Test("The answer does not depend on the order of the candidates")
  func order() {
    #expect(Nearest.match("ab", among: ["ac", "ad", "aa"]) == "aa")
    #expect(Nearest.match("ab", among: ["aa", "ad", "ac"]) == "aa")
  }

  @Test("A name is nearest to itself, and the distance holds in both directions", arguments: 0..<200)
  func symmetry(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    func word() -> String {
      String((0..<6).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }
    let (left, right) = (word(), word())
    #expect(Nearest.match(left, among: [right, left]) == left)
    #expect((Nearest.match(left, among: [right]) == nil) == (Nearest.match(right, among: [left]) == nil))
  }
}
