import Testing

@testable import MilepostCore

@Suite struct MatcherTests {
  private func read(_ text: String) throws -> [String] {
    try MatcherParser.matchers([text], place: "match").map(\.text)
  }

  @Test(
    "Alertmanager's two ways of writing are read, and what is written out reads the same",
    arguments: [
      ("severity=\"critical\"", ["severity=\"critical\""]),
      ("severity = critical", ["severity=\"critical\""]),
      ("{project=\"a\",owner=~\"li|wang\"}", ["project=\"a\"", "owner=~\"li|wang\""]),
      ("{ a!=\"b\" , c!~\"d.*\" , }", ["a!=\"b\"", "c!~\"d.*\""]),
      ("专业=\"土建\"", ["专业=\"土建\""]),
      ("\"label with space\"=\"x\"", ["\"label with space\"=\"x\""]),
      ("a=\"quote \\\" and \\\\ back\"", ["a=\"quote \\\" and \\\\ back\""]),
      ("a=\"x,y}\"", ["a=\"x,y}\""]), ("a=", ["a=\"\""]),
      // Found by scripts/fuzz: a name with a quote in it, and a quote with an accent upon it.
      ("\"a \\\"b\\\\\"=x", ["\"a \\\"b\\\\\"=\"x\""]),
      ("a=\"x\\\"\u{301}y\"", ["a=\"x\\\"\u{301}y\""]),
    ])
  func reads(text: String, expected: [String]) throws {
    #expect(try read(text) == expected)
    for matcher in expected { #expect(try read(matcher) == [matcher]) }
  }

  @Test(
    "What does not parse is refused with the character at fault",
    arguments: [
      ("", 1), ("severity", 9), ("=\"x\"", 1), ("a=\"x", 3), ("{a=\"x\"", 7), ("a=\"x\" b=\"y\"", 7),
      ("a=~\"(x\"", 5), ("a=~\"x)\"", 6), ("a=~\"*\"", 5), ("a=~\"x{2,1}\"", 6), ("a=~\"[a\"", 5), ("a=~\"\\k\"", 6),
      ("a=~\"(?=x)\"", 6), ("a=~\"x{1000}\"", 6), ("a==\"x\" ,,", 9),
      // Found by scripts/fuzz: what is taken must fit when it is written out.
      ("a=x" + String(repeating: "\"", count: 1500), 3),
    ])
  func refuses(text: String, position: Int) throws {
    let refusal = try #require(throws: Refusal.self) { try MatcherParser.matchers([text], place: "match") }
    #expect(refusal.code == .invalidMatcher)
    #expect(refusal.text.en.contains("at character \(position),"), "\(refusal.text.en)")
    #expect(refusal.text.zh.contains("第 \(position) 个字符"))
  }

  @Test(
    "Patterns take the whole value",
    arguments: [
      ("school-.*", "school-3", true), ("school-.*", "my-school-3", false), ("a|b", "b", true), ("a|b", "ab", false),
      ("(ab)+", "ababab", true), ("(ab)+", "aba", false), ("[a-c]{2,3}", "abc", true), ("[a-c]{2,3}", "a", false),
      ("[^0-9]*", "横港", true), ("\\d+\\.\\d+", "3.14", true), ("\\d+\\.\\d+", "3x14", false), ("", "", true),
      ("x?", "", true), ("(|x)y", "y", true), ("^a$", "a", true), (".", "中", true), ("a{3}", "aaa", true),
      ("a{2,}", "a", false), ("[]x]", "]", true), ("(?:a|(b))c", "bc", true),
    ])
  func patterns(pattern: String, value: String, expected: Bool) throws {
    #expect(try LabelPattern(pattern).matches(value) == expected)
  }

  @Test(
    "A pattern that makes others try every way takes its time from its length alone",
    arguments: ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*)(.*)(.*)(.*)b", "(a|aa)+b", "((a{0,40}){0,40})b"])
  func hostile(pattern: String) {
    let value = String(repeating: "a", count: 5000)
    let time = ContinuousClock().measure {
      guard let compiled = try? LabelPattern(pattern) else { return }
      #expect(!compiled.matches(value))
    }
    #expect(time < .seconds(5))
  }

  @Test("Hundreds of repetitions of repetitions are refused, not laid out")
  func tooMany() {
    #expect(throws: PatternFault.self) { try LabelPattern("((a{100}){100}){100}") }
    #expect(throws: PatternFault.self) { try LabelPattern(String(repeating: "a", count: 501)) }
    #expect(throws: PatternFault.self) { try LabelPattern(String(repeating: "(", count: 400)) }
  }
}
