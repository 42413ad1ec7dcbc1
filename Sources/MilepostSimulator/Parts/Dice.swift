import MilepostEngine
import Synchronization

/// SplitMix64 (S. Vigna): 64 bits of state, the same numbers for the same seed on every machine.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Another stream of the same seed: what one part draws moves no other part's numbers.
  init(seed: UInt64, stream: UInt64) {
    var first = Dice(seed: seed ^ (stream &* 0x9e37_79b9_7f4a_7c15))
    state = first.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func roll(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

  /// True once in `sides` throws.
  mutating func once(in sides: Int) -> Bool { roll(1...sides) == 1 }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(0...elements.count - 1)] }

  /// A wait whose mean is `mean`: short ones are frequent, long ones happen.
  mutating func wait(mean: Int64) -> Int64 {
    let scale = pick([1, 2, 4, 8, 16, 32] as [Int64])
    return max(1, roll(0...mean * scale / 5))
  }
}

extension Dice {
  /// How long a receiver is not itself, in milliseconds: minutes or hours, one in fifty times a day, one in two
  /// hundred times for longer than an endpoint may fail before it is switched off.
  mutating func outage() -> Int64 {
    let hour: Int64 = 3_600_000
    return switch roll(1...200) {
    case 1...90: roll(60_000...hour / 2)
    case 91...170: roll(hour / 2...2 * hour)
    case 171...195: roll(2 * hour...5 * hour)
    case 196...199: roll(20 * hour...30 * hour)
    default: roll(100 * hour...150 * hour)
    }
  }
}

/// The same numbers for everybody who asks, in the order in which they ask.
final class SeededRandom: RandomSource {
  private let dice: Mutex<Dice>

  init(_ dice: Dice) { self.dice = Mutex(dice) }

  func next() -> UInt64 { dice.withLock { $0.next() } }
}
