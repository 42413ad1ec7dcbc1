import Foundation
import MilepostCore
import Testing

@testable import MilepostEngine

@Suite struct SystemZonesTests {
  /// 1970 to 2100.
  private static let years: Range<Int64> = 0..<4_102_444_800

  /// Every zone that has a file.
  private static func names(in folder: String) throws -> [String] {
    let all = try #require(FileManager.default.enumerator(atPath: folder))
    return all.compactMap { $0 as? String }.filter { name in
      var isFolder: ObjCBool = false
      return Zone.isName(name) && FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A second before each change that the C library makes, the change, and every two months.
  private static func moments(_ zone: String, in folder: String) async throws -> [Int64] {
    let text = try await output(of: "/usr/bin/zdump", ["-v", "-c", "1970,2100", zone], environment: ["TZDIR": folder])
    // Europe/Berlin  Sun Apr  6 00:59:59 1980 UT = Sun Apr  6 01:59:59 1980 CET isdst=0 gmtoff=3600
    let changes = text.split(separator: "\n").compactMap { line -> Int64? in
      let words = line.split(separator: " ")
      let time = words.count > 5 ? words[4].split(separator: ":").compactMap { Int64($0) } : []
      guard time.count == 3, let month = months.firstIndex(of: String(words[2])), let year = Int(words[5]),
        let day = Int(words[3]), let date = CivilDate(year: year, month: month + 1, day: day)
      else { return nil }
      return Int64(date.dayNumber) * 86_400 + time.reduce(0) { $0 * 60 + $1 }
    }
    return changes.filter(years.contains) + stride(from: years.lowerBound, to: years.upperBound, by: 5_012_397)
  }

  @Test("Of every zone, clocks show what the C library has them show, by the same files")
  func againstC() async throws { try await compareWithC(in: "/usr/share/zoneinfo", what: "the system's files") }

  @Test("So they do by files that leave all they can to the footer, as Debian's do not", .enabled(if: hasZic))
  func slim() async throws {
    let folder = try Folder()
    _ = try await Self.output(of: Self.zic, ["-b", "slim", "-d", folder.path, Self.source])
    try await compareWithC(in: folder.path, what: "slim files")
  }

  private static let zic = "/usr/sbin/zic"
  private static let source = "/usr/share/zoneinfo/tzdata.zi"
  static let hasZic = [zic, source].allSatisfy(FileManager.default.fileExists)

  private func compareWithC(in folder: String, what: String) async throws {
    let names = try Self.names(in: folder)
    var (compared, seen) = (0, Set<String>())
    for name in names {
      let zone = try SystemZones(folder).zone(named: name)
      // Many are other names of one zone.
      guard seen.insert(zone.version).inserted else { continue }
      let rules = zone.rules
      let moments = try await Self.moments(name, in: folder)
      let shown = try await Self.clocks(name, in: folder, at: moments)
      #expect(shown.count == moments.count, "\(name)")
      let wrong = zip(moments, shown).filter { rules.offset(atSecond: $0) != $1 }
      compared += moments.count
      #expect(wrong.isEmpty, "\(name): \(wrong.count) of \(moments.count), first \(wrong.prefix(1))")
    }
    print("\(what): \(names.count) zones, \(seen.count) different, \(compared) offsets compared with the C library's")
    #expect(names.count > 300)
  }

  /// What `date` prints as the offset, in seconds.
  private static func clocks(_ zone: String, in folder: String, at moments: [Int64]) async throws -> [Int64] {
    let file = FileManager.default.temporaryDirectory.appending(path: "moments-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(moments.map { "@\($0)\n" }.joined().utf8).write(to: file)
    let text = try await output(
      of: "/bin/date", ["-f", file.path, "+%::z"], environment: ["TZ": zone, "TZDIR": folder, "LC_ALL": "C"])
    return text.split(separator: "\n").map { line in
      let parts = line.dropFirst().split(separator: ":").compactMap { Int64($0) }
      return (line.hasPrefix("-") ? -1 : 1) * parts.reduce(0) { $0 * 60 + $1 }
    }
  }

  /// Runs a program to its end, and waits for it on a thread that no other test needs.
  private static func output(
    of program: String, _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            let (process, pipe) = (Process(), Pipe())
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.environment = environment
            process.standardOutput = pipe
            try process.run()
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
            return String(decoding: output, as: UTF8.self)
          })
      }
    }
  }

  @Test(
    "No name leads out of the folder, to what is no file, or to clocks that count leap seconds",
    arguments: [
      "", "/", "//", "../secret", "Area/../../secret", "Area/..", "Area/.", "./Area/City", "Area//City", "/Area/City",
      "Area/City/", "Area/City\n", "Area/City\0", "Area\0/City", "Area/Pipe", "Area/Folder", "Area/Large", "Area/Empty",
      "Area/Text", "Area", "posix/Area/City", "right/Area/City", "Area/Ｃity", "Area/Broken",
      "Area/" + String(repeating: "a", count: 300), "CET", "EST5EDT", "tzdata.zi", "Area/City.bak",
    ])
  func names(name: String) throws {
    let folder = try Folder()
    let good = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Asia/Shanghai"))
    for path in ["Area/City", "posix/Area/City", "right/Area/City", "CET", "EST5EDT", "Area/City.bak"] {
      try folder.write(good, to: "zones/\(path)")
    }
    try folder.write(good, to: "secret")
    try folder.write(Data(good.prefix(200)), to: "zones/Area/Broken")
    try folder.write(good + Data(count: 1 << 20), to: "zones/Area/Large")
    try folder.write(Data(), to: "zones/Area/Empty")
    try folder.write(Data("Asia/Shanghai".utf8), to: "zones/Area/Text")
    try folder.write(Data(), to: "zones/Area/Folder/file")
    #expect(mkfifo("\(folder.path)/zones/Area/Pipe", 0o600) == 0)
    let zones = SystemZones("\(folder.path)/zones")
    #expect(try zones.zone(named: "Area/City").civilDate(at: Instant(milliseconds: 0)).description == "1970-01-01")
    let refusal = try #require(throws: Refusal.self) { try zones.zone(named: name) }
    #expect(refusal.code == .unknownZone)
  }

  @Test("UTC and GMT need no files")
  func noFiles() throws {
    for name in ["UTC", "GMT"] {
      let zone = try SystemZones("/nowhere").zone(named: name)
      #expect(zone.name == name && zone.rules == .utc)
    }
    #expect(throws: Refusal.self) { try SystemZones("/nowhere").zone(named: "Asia/Shanghai") }
  }

  @Test("The version is that of the file: the same for the same, another for another")
  func version() throws {
    let folder = try Folder()
    let zones = SystemZones(folder.path)
    func version(_ source: String) throws -> String {
      try folder.write(try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(source)")), to: "A/B")
      return try zones.zone(named: "A/B").version
    }
    #expect(try version("Asia/Shanghai") == version("Asia/Shanghai"))
    #expect(try version("Asia/Shanghai") == version("Asia/Chongqing"))
    #expect(try version("Asia/Shanghai") != version("Asia/Tokyo"))
  }
}

extension SystemZones {
  init(_ folder: String) { self.init(environment: ["TZDIR": folder]) }
}

/// A folder that goes with the test.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "milepost-zones-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ data: Data, to name: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }
}
