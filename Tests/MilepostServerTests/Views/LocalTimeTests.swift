import Foundation
import MilepostCore
import MilepostEngine
import Testing

@testable import MilepostServer

@Suite struct LocalTimeTests {
  @Test(
    "Local time is what clocks show, through every change of clocks of two years",
    arguments: [
      "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu",
      "Pacific/Apia", "America/St_Johns", "Africa/Casablanca", "UTC",
    ])
  func clocks(name: String) throws {
    let zone = try SystemZones().zone(named: name)
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: name))
    // From 2022-01-01, in steps of 37 minutes and a bit.
    for step in 0..<28_000 {
      let instant = Instant(milliseconds: 1_640_995_200_000 + Int64(step) * 2_237_000)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
      let expected =
        "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
      let text = LocalTime.text(instant, in: zone)
      if text != expected {
        Issue.record("\(instant.rfc3339) in \(name): \(text), clocks show \(expected)")
        return
      }
    }
  }

  private func two(_ value: Int?) -> String { ClockTime.text(value ?? 0).suffix(2).description }
}
