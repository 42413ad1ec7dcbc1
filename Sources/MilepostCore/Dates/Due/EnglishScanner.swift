/// Reads a folded English text word by word. “of” and “the” say nothing here and are left out.
struct EnglishScanner {
  enum Token: Hashable {
    case word(String)
    case number(DueNumber)
    case sign(Unicode.Scalar)
  }

  private let tokens: [Token]
  private var position = 0

  /// Nil when the text holds a character that English dates do not use.
  init?(_ text: [Unicode.Scalar]) {
    var tokens: [Token] = []
    var index = 0
    while index < text.count {
      let scalar = text[index]
      let start = index
      index += 1
      if scalar.isLetter || scalar.isDigit {
        let isSame: (Unicode.Scalar) -> Bool = { scalar.isLetter ? $0.isLetter : $0.isDigit }
        while index < text.count, isSame(text[index]) { index += 1 }
        tokens.append(EnglishScanner.token(text[start..<index]))
      } else if !EnglishScanner.isJoint(scalar, after: start == 0 ? nil : text[start - 1]) {
        guard scalar == "+" || scalar == "-" else { return nil }
        tokens.append(.sign(scalar))
      }
    }
    self.tokens = tokens.filter { $0 != .word("of") && $0 != .word("the") }
  }

  var isAtEnd: Bool { position == tokens.count }

  mutating func take(_ word: String) -> Bool { take(.word(word)) }

  mutating func take(_ token: Token) -> Bool {
    guard position < tokens.count, tokens[position] == token else { return false }
    position += 1
    return true
  }

  /// All of `words`, one after the other, or none of them.
  mutating func take(_ words: [String]) -> Bool {
    let end = position + words.count
    guard end <= tokens.count, tokens[position..<end].elementsEqual(words.map(Token.word)) else { return false }
    position = end
    return true
  }

  mutating func take<Meaning>(_ table: [String: Meaning]) -> Meaning? {
    guard position < tokens.count, case .word(let word) = tokens[position], let meaning = table[word] else {
      return nil
    }
    position += 1
    return meaning
  }

  mutating func number(digits: ClosedRange<Int>) -> Int? {
    guard position < tokens.count, case .number(let number) = tokens[position], digits.contains(number.digits) else {
      return nil
    }
    position += 1
    return number.value
  }

  /// What `reader` reads; nothing is consumed when it finds nothing.
  mutating func attempt<Found>(_ reader: (inout EnglishScanner) -> Found?) -> Found? {
    let start = position
    if let found = reader(&self) { return found }
    position = start
    return nil
  }

  private static func token(_ run: ArraySlice<Unicode.Scalar>) -> Token {
    var scanner = DueScanner(Array(run))
    if let number = scanner.number() { return .number(number) }
    return .word(String(String.UnicodeScalarView(run)))
  }

  /// Blanks and commas part words anywhere, other marks only right behind one: “ -3 days” is no span of its own.
  private static func isJoint(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
    if scalar == " " || scalar == "," { return true }
    guard let previous, previous.isLetter || previous.isDigit else { return false }
    return scalar == "-" || scalar == "." || scalar == "/"
  }
}
