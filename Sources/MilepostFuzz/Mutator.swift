/// Makes new inputs from those that it has: bytes changed, taken out, doubled and moved, words of other inputs put in,
/// numbers pushed over their edges.
struct Mutator {
  private static let sizeMax = 16_384
  private static let numbers = [
    "0", "-1", "1", "7", "12", "31", "32", "99", "2147483647", "2147483648", "-2147483649", "9223372036854775807",
    "9223372036854775808", "1e308", "1e-400", "00000000000000000000", "２０２２", "廿", "NaN",
  ]
  private static let marks = [
    "\"", "'", "<", ">", "&", "{", "}", "[", "]", ",", ":", ";", "=", "|", "(", ")", "\t", "\n", "\r\n", "\0",
    "\u{FEFF}",
    "\u{202E}", "年", "月底", "工作日", "<![CDATA[", "]]>", "<!ENTITY a \"b\">", "&#x0;", "---", "- ", "? ", "%T", "%R",
    "\\u0000",
    "\\ud800", "BEGIN:", "END:", "RRULE:", "💥",
  ]

  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func roll(_ below: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(max(1, below)))
  }

  mutating func mutated(_ corpus: [[UInt8]]) -> [UInt8] {
    var input = corpus[roll(corpus.count)]
    for _ in 0...roll(6) { change(&input, corpus) }
    return Array(input.prefix(Mutator.sizeMax))
  }

  private mutating func change(_ input: inout [UInt8], _ corpus: [[UInt8]]) {
    let at = roll(input.count + 1)
    switch roll(10) {
    case 0: if at < input.count { input[at] = UInt8(roll(256)) }
    case 1: if at < input.count { input[at] ^= 1 << UInt8(roll(8)) }
    case 2: input.insert(UInt8(roll(256)), at: at)
    case 3: input.removeSubrange(at..<min(input.count, at + roll(16)))
    case 4:
      let piece = Array(input[at..<min(input.count, at + roll(64))])
      input.insert(contentsOf: piece, at: roll(input.count + 1))
    case 5: input.insert(contentsOf: Array(Mutator.marks[roll(Mutator.marks.count)].utf8), at: at)
    case 6: replaceNumber(in: &input, near: at)
    case 7:
      let other = corpus[roll(corpus.count)]
      let from = roll(other.count + 1)
      input.insert(contentsOf: other[from..<min(other.count, from + roll(200))], at: at)
    case 8: input = Array(input.prefix(at))
    default:
      let piece = Array(input[at..<min(input.count, at + 1 + roll(8))])
      for _ in 0..<roll(200) { input.insert(contentsOf: piece, at: min(at, input.count)) }
    }
  }

  private mutating func replaceNumber(in input: inout [UInt8], near at: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = input[at...].firstIndex(where: digits.contains) else { return }
    let end = input[first...].firstIndex { !digits.contains($0) } ?? input.count
    input.replaceSubrange(first..<end, with: Array(Mutator.numbers[roll(Mutator.numbers.count)].utf8))
  }
}
