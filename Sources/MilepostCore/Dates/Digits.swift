/// Decimal digits straight into a text's storage: dates and times stand in every message, and are written more often
/// than anything else.
struct Digits {
  private let storage: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  private init(_ storage: UnsafeMutableBufferPointer<UInt8>) { self.storage = storage }

  /// A text of exactly `length` ASCII characters, as `write` gives them.
  static func text(_ length: Int, _ write: (inout Digits) -> Void) -> String {
    String(unsafeUninitializedCapacity: length) { storage in
      var digits = Digits(storage)
      write(&digits)
      return digits.count
    }
  }

  /// `value`, which must not be negative, in `width` digits; what does not fit is cut off on the left.
  mutating func append(_ value: Int, width: Int) {
    var rest = value
    for place in stride(from: count + width - 1, through: count, by: -1) {
      storage[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    count += width
  }

  mutating func append(_ mark: Unicode.Scalar) {
    storage[count] = UInt8(ascii: mark)
    count += 1
  }
}

extension Digits {
  /// `yyyy-MM-dd`, for years of four digits.
  mutating func append(_ date: (year: Int, month: Int, day: Int)) {
    append(date.year, width: 4)
    append("-")
    append(date.month, width: 2)
    append("-")
    append(date.day, width: 2)
  }
}
