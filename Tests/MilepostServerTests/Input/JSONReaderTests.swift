import Foundation
import MilepostCore
import Testing

@testable import MilepostServer

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws(Refusal) -> InputNode { try JSONReader.read(Array(text.utf8)) }

  private func fault(in text: String) -> Refusal? {
    do {
      _ = try read(text)
      return nil
    } catch { return error }
  }

  @Test("Values are read as they stand, escapes and pairs of surrogates included")
  func values() throws {
    let node = try read(
      #" { "a" : [ 1, -0.5e+3, true, false, null, "\u6708\"\\\/\b\f\n\r\t\ud83d\ude00底" ] , "b":{} } "#)
    let list: [InputNode.Value] = [
      .number("1"), .number("-0.5e+3"), .bool(true), .bool(false), .null, .text("月\"\\/\u{8}\u{C}\n\r\t😀底"),
    ]
    #expect(
      node.value
        == .table([
          InputNode.Field(name: "a", mark: nil, node: InputNode(.list(list.map { InputNode($0) }))),
          InputNode.Field(name: "b", mark: nil, node: InputNode(.table([]))),
        ]))
  }

  @Test(
    "What is not JSON is refused with the line and column",
    arguments: [
      ("", 1, 1), ("{", 1, 2), ("{\"a\":1,}", 1, 8), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\" 1}", 1, 6),
      ("nul", 1, 1),
      ("01", 1, 2), ("-", 1, 2), ("1.", 1, 3), ("1e", 1, 3), ("\"abc", 1, 5), ("\"\\x\"", 1, 3), ("\"\\u12g4\"", 1, 4),
      ("\"\\ud800\"", 1, 8), ("\"\\udc00\"", 1, 8), ("{\n  \"名\": 甲\n}", 2, 8), ("{} {}", 1, 4), ("'a'", 1, 1),
      ("\"a\nb\"", 1, 3), ("{a: 1}", 1, 2), ("NaN", 1, 1), ("// c\n1", 1, 1), ("\u{FEFF}{}", 1, 1), ("[1}", 1, 3),
      ("+1", 1, 1), (".5", 1, 1), ("tru", 1, 1), ("\"\\", 1, 3), ("\"\\u00", 1, 4),
    ])
  func malformed(_ text: String, line: Int, column: Int) throws {
    let refusal = try #require(fault(in: text), "accepted: \(text)")
    #expect(refusal.code == .malformedInput)
    #expect(refusal.place == "line \(line), column \(column)")
  }

  @Test("Bytes that are not UTF-8 are refused")
  func encoding() {
    #expect(throws: Refusal.self) { try JSONReader.read([0x22, 0xFF, 0x22]) }
    #expect(throws: Refusal.self) { try JSONReader.read([0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  @Test("A key given twice is refused with its place, also when one of them is spelt with an escape")
  func duplicateKey() throws {
    let refusal = try #require(fault(in: #"{"x": [{"a": 1, "\u0061": 2}]}"#))
    #expect(refusal.code == .duplicateKey)
    #expect(refusal.place == "x[0].a")
  }

  @Test("Deep nesting is refused and does not overflow the stack")
  func depth() throws {
    #expect(fault(in: String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) == nil)
    #expect(try #require(fault(in: String(repeating: "[", count: 1_000_000))).code == .malformedInput)
    #expect(try #require(fault(in: String(repeating: "{\"a\":", count: 1_000_000))).code == .malformedInput)
  }

  @Test("It takes what Foundation takes and nothing else", arguments: 0..<500)
  func agreesWithFoundation(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-2.5e1", "true", "null", " ", "\n", "\"\\n\"", "0",
    ]
    let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      .joined()
    guard fault(in: text)?.code != .duplicateKey else { return }
    let expected = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
    #expect((fault(in: text) == nil) == expected, "\(text)")
  }
}
