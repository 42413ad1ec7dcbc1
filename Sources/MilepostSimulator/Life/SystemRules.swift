import Foundation
import MilepostCore
import MilepostEngine

/// Where people of a life live: by the rules of the system, with Foundation's own copy of them for a second opinion.
extension Life {
  /// Zones of which both know the same for every life. What one of them has learned since is not the service's fault.
  static let zoneNames = [
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu",
    "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "UTC",
  ].filter(isUndisputed)

  private static let system = ZoneCache()

  static func systemRules(of name: String) throws(Refusal) -> ZoneRules { try system.zone(named: name).rules }

  /// From 2019 on, for as long as the longest life that is asked for.
  private static func isUndisputed(_ name: String) -> Bool {
    guard let rules = try? systemRules(of: name), let zone = TimeZone(identifier: name) else { return false }
    let years: Range<Int64> = 1_546_300_800..<7_258_118_400
    let changes = rules.changes(in: years).flatMap { [$0.second - 1, $0.second] }
    return (changes + stride(from: years.lowerBound, to: years.upperBound, by: 86_400)).allSatisfy {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))) == rules.offset(atSecond: $0)
    }
  }
}
