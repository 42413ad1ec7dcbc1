import Foundation
import Glibc

/// Reads one request off a connection, as its Content-Length says.
enum RequestReader {
  static func read(from connection: Int32) -> CannedRequest? {
    var bytes: [UInt8] = []
    while true {
      if let request = parse(bytes) { return request }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func parse(_ bytes: [UInt8]) -> CannedRequest? {
    guard let end = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
    }
    let body = text[end.upperBound...]
    guard body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0 else { return nil }
    return CannedRequest(line: lines[0], headers: headers, body: String(body))
  }
}
