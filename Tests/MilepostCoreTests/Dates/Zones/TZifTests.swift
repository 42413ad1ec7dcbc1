import Testing

@testable import MilepostCore

@Suite struct TZifTests {
  /// Three changes, and New York's rule behind them.
  private let good = ZoneFile(
    changes: [(-100, 1), (1_000_000, 2), (1_173_596_400, 1)], offsets: [-17_762, -14_400, -18_000],
    footer: "\nEST5EDT,M3.2.0,M11.1.0\n")

  @Test("The first kind of time holds before the first change, each change until the next, the footer behind the last")
  func reading() throws {
    let rules = try ZoneRules(tzif: good.bytes)
    let offsets = [-101, -100, 999_999, 1_000_000, 1_173_596_399, 1_173_596_400].map { rules.offset(atSecond: $0) }
    #expect(offsets == [-17_762, -14_400, -14_400, -18_000, -18_000, -14_400])
    // 2007-11-04 and 2400-03-12.
    let later: [Int64] = [1_194_155_999, 1_194_156_000, 13_575_625_199, 13_575_625_200]
    #expect(later.map { rules.offset(atSecond: $0) } == [-14_400, -18_000, -18_000, -14_400])
  }

  @Test("Without a footer, the last change holds for good; without changes, the footer for all time")
  func ends() throws {
    var file = good
    file.footer = "\n\n"
    #expect(try ZoneRules(tzif: file.bytes).offset(atSecond: .max) == -14_400)
    file = ZoneFile(footer: "\nEST5EDT,M3.2.0,M11.1.0\n")
    // 1900-07-01 and 1900-12-01.
    let rules = try ZoneRules(tzif: file.bytes)
    #expect([-2_193_264_000, -2_180_044_800].map { rules.offset(atSecond: $0) } == [-14_400, -18_000])
    for second: Int64 in [.min, .min + 1, .max] { #expect(abs(rules.offset(atSecond: second)) <= 18_000) }
  }

  @Test("A file that ends too soon is refused, wherever it ends")
  func truncated() throws {
    let bytes = good.bytes
    for count in 0..<bytes.count {
      #expect(throws: ZoneDataFault.self, "\(count) of \(bytes.count) bytes") {
        try ZoneRules(tzif: Array(bytes.prefix(count)))
      }
    }
    #expect(try ZoneRules(tzif: bytes + Array("more".utf8)) == ZoneRules(tzif: bytes))
  }

  @Test("Counts that are larger than the file, or contradict each other, are refused", arguments: 0..<6)
  func counts(place: Int) {
    for count in [1, 2, 5, 255, 256, 257, 65_536, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32] {
      var file = good
      file.oldCounts = [place: count]
      if count > 1 || place < 4 {
        #expect(throws: ZoneDataFault.self, "\(count) in the old part") { try ZoneRules(tzif: file.bytes) }
      }
      file = good
      file.counts = [place: count]
      // Fewer letters leave the rest of them in front of the footer.
      #expect(throws: ZoneDataFault.self, "\(count)") { try ZoneRules(tzif: file.bytes) }
    }
    var file = good
    file.counts = Dictionary(uniqueKeysWithValues: (0..<6).map { ($0, .max) })
    #expect(throws: ZoneDataFault.self) { try ZoneRules(tzif: file.bytes) }
  }

  @Test("No byte that is another than it was makes the reading trap")
  func flipped() {
    let bytes = good.bytes
    var taken = 0
    for place in bytes.indices {
      for value in [0, 1, 0x0A, 0x30, 0x7F, 0x80, 0xFF] as [UInt8] {
        var other = bytes
        other[place] = value
        guard let rules = try? ZoneRules(tzif: other) else { continue }
        taken += 1
        for second: Int64 in [.min, -101, 0, 1_194_156_000, 1 << 40, .max] {
          #expect(ZoneRules.offsets.contains(Int32(rules.offset(atSecond: second))))
        }
      }
    }
    #expect(taken > 100)
  }

  @Test("What cannot be meant is refused, with its reason")
  func refused() {
    func reason(_ change: (inout ZoneFile) -> Void) -> String? {
      var file = good
      change(&file)
      do throws(ZoneDataFault) {
        _ = try ZoneRules(tzif: file.bytes)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(reason { $0.magic = "TZiF" } == "this is no data of a time zone")
    #expect(reason { $0.version = 0 } == "the data is of version 1, which ends in 2037")
    #expect(reason { $0.version = UInt8(ascii: "4") } == nil)
    #expect(reason { $0.version = UInt8(ascii: "7") } == nil)
    #expect(reason { $0.leapSeconds = 2 } == "the data counts leap seconds")
    #expect(reason { $0.changes[1].second = -100 } == "changes are out of order")
    #expect(reason { $0.changes[1].second = -101 } == "changes are out of order")
    #expect(reason { $0.changes[1].kind = 3 } == "a change names no known time")
    #expect(reason { $0.offsets[1] = 93_600 } == "an offset is longer than a day")
    #expect(reason { $0.offsets[1] = .min } == "an offset is longer than a day")
    #expect(reason { $0.footer = "\nEST5EDT" } == "the data has no footer")
    #expect(reason { $0.footer = "EST5EDT\n" } == "the data has no footer")
    #expect(reason { $0.footer = "\nEST5EDT\n" } == "“EST5EDT” is no TZ string")
  }
}
