/// Where random numbers come from: the system, or a seed, so that a life can be lived again.
package protocol RandomSource: Sendable {
  func next() -> UInt64
}

package struct SystemRandom: RandomSource {
  package init() {}

  package func next() -> UInt64 {
    var system = SystemRandomNumberGenerator()
    return system.next()
  }
}
