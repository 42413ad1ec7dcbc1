/// The same for the same texts on every run and machine (FNV-1a, 64 bits, http://www.isthe.com/chongo/tech/comp/fnv).
package struct StableHash {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  /// Each text is closed by a byte that no UTF-8 holds, so that “ab”, “c” is not “a”, “bc”.
  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xFF)
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
}
