import Foundation
import MilepostCore

/// The model's own idea of when people are to be told of a date: written from the README, not from the engine.
struct Promise: Equatable {
  struct Policy: Equatable {
    var leads: [Int]
    var onDay: Bool
    var every: Int
    var minute: Int
    var workingDaysOnly: Bool
  }

  /// One moment at which people are to be told.
  struct Call: Equatable {
    var rule: String
    var occurrence: String
    var at: Int64
    /// Of two, the greater speaks for both.
    var rank: Rank
  }

  struct Rank: Comparable {
    /// Lead times 0, the day itself 1, late 2.
    var urgency: Int
    var at: Int64
    var ordinal: Int

    static func < (left: Rank, right: Rank) -> Bool {
      (left.urgency, left.at, left.ordinal) < (right.urgency, right.at, right.ordinal)
    }
  }

  var due: CivilDate
  var policy: Policy
  var zone: CivilZone
  var calendar: WorkCalendar

  /// The most urgent call after `start`, up to `end`.
  func newest(after start: Int64, through end: Int64) -> Call? {
    calls(through: end).filter { $0.at > start && $0.at <= end }.max { $0.rank < $1.rank }
  }

  /// What a promise that is new at `now` has to tell at once.
  func already(at now: Int64) -> Call? {
    calls(through: now).filter { $0.at <= now && $0.rank.urgency > 0 }.max { $0.rank < $1.rank }
  }

  /// When this alert was to go out; nil when the promise knows no such call.
  func moment(rule: String, occurrence: String) -> Int64? {
    if let late = Int(occurrence.split(separator: "#").last ?? ""), rule == "overdue", policy.every > 0 {
      let isCalled = late > 0 && (late - 1) % policy.every == 0 && occurrence == "\(due)#\(late)"
      return isCalled ? overdue((late - 1) / policy.every).at : nil
    }
    return beforehand().first { $0.rule == rule && $0.occurrence == occurrence }?.at
  }

  /// Of those that come late the last dozen: no run of days off is longer than that many cadences.
  private func calls(through end: Int64) -> [Call] {
    guard policy.every > 0 else { return beforehand() }
    let last = (Int(zone.day(at: end).dayNumber) - Int(due.dayNumber)) / policy.every + 1
    guard last >= 0 else { return beforehand() }
    return beforehand() + (max(0, last - 14)...last).map(overdue)
  }

  private func beforehand() -> [Call] {
    var calls: [Call] = []
    for days in policy.leads {
      let at = zone.moment(worked(due.adding(days: -days), step: -1), policy.minute)
      // Of two lead times at one moment the nearer one counts.
      let rank = Rank(urgency: 0, at: at, ordinal: -days)
      calls.append(Call(rule: "lead:\(days)d", occurrence: "\(due)", at: at, rank: rank))
    }
    if policy.onDay {
      let at = zone.moment(worked(due, step: -1), policy.minute)
      calls.append(Call(rule: "due", occurrence: "\(due)", at: at, rank: Rank(urgency: 1, at: at, ordinal: 0)))
    }
    return calls
  }

  private func overdue(_ ordinal: Int) -> Call {
    let day = worked(due.adding(days: 1 + ordinal * policy.every), step: 1)
    let at = max(zone.moment(day, policy.minute), zone.end(of: due))
    let late = 1 + ordinal * policy.every
    return Call(
      rule: "overdue", occurrence: "\(due)#\(late)", at: at, rank: Rank(urgency: 2, at: at, ordinal: late))
  }

  private func worked(_ day: CivilDate, step: Int) -> CivilDate {
    guard policy.workingDaysOnly else { return day }
    var current = day
    while !calendar.isWorkingDay(current) { current = current.adding(days: step) }
    return current
  }
}

/// A zone by the system's offsets alone.
final class CivilZone: Equatable {
  let name: String
  private let zone: TimeZone
  /// From when on clocks stand so much further ahead than the system has it.
  private let amended: [(from: Int64, shift: Int64)]
  private var ends: [Int32: Int64] = [:]
  private var offsets: [Int64: Int64] = [:]

  init?(_ name: String, amended: [(from: Int64, shift: Int64)] = []) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
    self.amended = amended
  }

  static func == (left: CivilZone, right: CivilZone) -> Bool {
    left.name == right.name && left.amended.count == right.amended.count
  }

  func day(at moment: Int64) -> CivilDate {
    let local = moment + offset(moment)
    return CivilDate(dayNumber: Int32((Double(local) / 86_400_000).rounded(.down)))
  }

  /// Minutes after midnight that clocks show.
  func minute(at moment: Int64) -> Int {
    let local = moment + offset(moment)
    return Int((Double(local) / 60_000).rounded(.down)) - Int(day(at: moment).dayNumber) * 1440
  }

  /// The first moment at which clocks show this time; where they skip it, as long after midnight as if they did not.
  func moment(_ day: CivilDate, _ minute: Int) -> Int64 {
    let local = Int64(day.dayNumber) * 86_400_000 + Int64(minute) * 60_000
    let earlier = offset(local - 129_600_000)
    let later = offset(local + 129_600_000)
    let fitting = [earlier, later].map { local - $0 }.filter { $0 + offset($0) == local }
    return fitting.min() ?? local - earlier
  }

  /// The moment from which on no clock shows the day any more.
  func end(of day: CivilDate) -> Int64 {
    if let known = ends[day.dayNumber] { return known }
    let midnight = (Int64(day.dayNumber) + 1) * 86_400_000
    var end = midnight - offset(midnight)
    if offset(midnight - 129_600_000) != offset(midnight + 129_600_000) {
      var minute = midnight + 129_600_000
      while self.day(at: minute - 60_000) > day { minute -= 60_000 }
      end = minute
    }
    ends[day.dayNumber] = end
    return end
  }

  /// Asked for again and again, of few moments. Zones change their offset at full quarters of an hour only.
  private func offset(_ moment: Int64) -> Int64 {
    let quarter = Int64((Double(moment) / 900_000).rounded(.down))
    if let known = offsets[quarter] { return known }
    var offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(quarter * 900)))) * 1000
    offset += amended.last { $0.from <= moment }?.shift ?? 0
    offsets[quarter] = offset
    return offset
  }
}
