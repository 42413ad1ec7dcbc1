/// Reads a folded text from left to right.
struct DueScanner {
  private let text: [Unicode.Scalar]
  private(set) var position = 0

  init(_ text: [Unicode.Scalar]) {
    self.text = text
  }

  var isAtEnd: Bool { position == text.count }

  mutating func take(_ word: String) -> Bool {
    let scalars = word.unicodeScalars
    guard text[position...].starts(with: scalars) else { return false }
    position += scalars.count
    return true
  }

  /// The meaning of the first of `words` that comes next; words that begin alike must stand with the longer first.
  mutating func take<Meaning>(oneOf words: KeyValuePairs<String, Meaning>) -> Meaning? {
    for (word, meaning) in words where take(word) { return meaning }
    return nil
  }

  mutating func skip(oneOf words: [String]) {
    for word in words where take(word) { return }
  }

  /// A run of digits; a value past 999,999,999 reads as that, which no form takes.
  mutating func number() -> DueNumber? {
    let digits = text[position...].prefix(while: \.isDigit)
    guard !digits.isEmpty else { return nil }
    position += digits.count
    let value = digits.reduce(0) { min($0 * 10 + Int($1.value) - 48, DueNumber.valueMax) }
    return DueNumber(value: value, digits: digits.count)
  }

  /// A run of at most two digits.
  mutating func shortNumber() -> Int? {
    let start = position
    guard let number = number() else { return nil }
    if number.digits <= 2 { return number.value }
    position = start
    return nil
  }
}

struct DueNumber: Hashable {
  static let valueMax = 999_999_999

  let value: Int
  let digits: Int
}
