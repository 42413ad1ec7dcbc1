import Crypto
import Foundation
import MilepostCore

/// The time zones of the system's tzdata, where the C library finds them too: in the folder `TZDIR`, or in
/// `/usr/share/zoneinfo`.
package struct SystemZones: Sendable {
  /// The largest file of tzdata has 4 KiB.
  private static let bytesMax = 1 << 20

  private let folder: String

  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    folder = environment["TZDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/usr/share/zoneinfo"
  }

  /// Reads its file, UTC and GMT excepted. Refuses what the system does not have, and what cannot be understood.
  package func zone(named name: String) throws(Refusal) -> Zone {
    guard Zone.isName(name) else { throw Zone.unknown(name) }
    guard name.utf8.contains(UInt8(ascii: "/")) else { return Zone(named: name, rules: .utc) }
    guard let bytes = contents(of: "\(folder)/\(name)"), let rules = try? ZoneRules(tzif: bytes) else {
      throw Zone.unknown(name)
    }
    let digest = SHA256.hash(data: bytes).prefix(7)
    let version = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return Zone(named: name, rules: rules, version: version)
  }

  /// Nil for what is no file, and for what is too large to be one of tzdata's.
  private func contents(of path: String) -> [UInt8]? {
    // Not blocking: a pipe of that name must not hold the service up.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= SystemZones.bytesMax else {
      return nil
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= SystemZones.bytesMax {
      let got = read(file, &chunk, chunk.count)
      if got == 0 { return bytes }
      if got > 0 { bytes += chunk[..<got] } else if errno != EINTR { return nil }
    }
    return nil
  }
}
