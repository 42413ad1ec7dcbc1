import Foundation
import Logging
import MilepostCore
import Testing

@testable import MilepostDaemon

@Suite struct LogTests {
  private func line(
    _ level: Logger.Level = .info, _ message: String = "m", _ metadata: Logger.Metadata = [:],
    _ style: LogLine.Style = .journal
  ) -> String {
    LogLine.text(level: level, message: message, metadata: metadata, style: style, at: Instant(milliseconds: 0))
  }

  @Test("The journal gets syslog's priorities", arguments: zip(Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]))
  func priorities(level: Logger.Level, number: Int) {
    #expect(line(level) == "<\(number)>m\n")
  }

  @Test("People get time and level")
  func plain() {
    #expect(
      line(.notice, "stopping", ["b": "2", "a": "x y"], .plain)
        == "1970-01-01T00:00:00.000Z notice  stopping a=\"x y\" b=2\n")
  }

  @Test(
    "One event is one line, and no value can pass for another field or steer a terminal",
    arguments: ["a\nb", "a\r\n<0>b", "x=1 y=2", "\"", "\\", "\u{1B}[31m", "\u{2028}", "\u{0}", "", "横港 幼儿园"])
  func oneLine(value: String) {
    let text = line(.info, value, ["key": "\(value)", "next": "1"])
    #expect(text.hasSuffix(" next=1\n"))
    #expect(text.dropLast().unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x2028 })
  }

  @Test("A line has its bounds, and is cut at a character")
  func long() {
    let text = line(.info, String(repeating: "横", count: 20_000))
    #expect(text.utf8.count <= LogLine.bytesMax + 1 && text.hasSuffix("…\n"))
  }
}
