/// What the schedule says of an open milestone, as it was last computed.
package struct Projection: Hashable, Codable, Sendable {
  /// The day on which it is expected to be reached.
  package var date: CivilDate
  /// Why that day, in one sentence.
  package var reason: Bilingual
  /// Working days by which it may slip before this promise, or one behind it, is broken; negative is late.
  package var totalFloat: Int
  /// Working days by which it may slip before anything else moves.
  package var freeFloat: Int
  /// Where the chain that drives it begins: `project/key`; nil when no link drives it.
  package var origin: String?
  /// It rests on a year whose holidays are not published yet.
  package var provisional: Bool

  package init(
    date: CivilDate, reason: Bilingual, totalFloat: Int, freeFloat: Int, origin: String?, provisional: Bool
  ) {
    self.date = date
    self.reason = reason
    self.totalFloat = totalFloat
    self.freeFloat = freeFloat
    self.origin = origin
    self.provisional = provisional
  }
}
