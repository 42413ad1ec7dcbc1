import MilepostCore

/// Dates and numbers that a test writes down; a slip of the pen ends the run.
enum ISO {
  static func minute(_ text: some StringProtocol) -> CivilMinute {
    guard let minute = CivilMinute(text) else { fatalError("not a minute: \(text)") }
    return minute
  }

  static func day(_ text: some StringProtocol) -> CivilDate {
    guard let day = CivilDate(text) else { fatalError("not a day: \(text)") }
    return day
  }

  static func number(_ text: some StringProtocol) -> Int {
    guard let number = Int(text) else { fatalError("not a number: \(text)") }
    return number
  }
}

extension Optional {
  /// What a test knows to be there; if it is not, the run ends.
  var known: Wrapped {
    guard let self else { fatalError("nothing where a \(Wrapped.self) was certain") }
    return self
  }
}

extension Collection where Index == Int {
  /// One of them; there is at least one.
  func any(_ random: inout SeededRandom) -> Element { self[Int.random(in: startIndex..<endIndex, using: &random)] }
}
