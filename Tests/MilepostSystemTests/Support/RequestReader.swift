import Foundation
import Glibc

/// Reads requests off a connection, one after another; just enough of HTTP for what the service sends.
struct RequestReader {
  struct Request {
    var id: String
    var body: String
  }

  let socket: Int32
  private var bytes: [UInt8] = []

  init(socket: Int32) { self.socket = socket }

  /// Nil at the connection's end.
  mutating func next() -> Request? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let head = bytes.firstRange(of: end) {
        let fields = RequestReader.fields(bytes[..<head.lowerBound])
        guard let length = fields["content-length"].flatMap(Int.init) else { return nil }
        while bytes.count < head.upperBound + length { guard receive() else { return nil } }
        let body = String(decoding: bytes[head.upperBound..<head.upperBound + length], as: UTF8.self)
        bytes.removeFirst(head.upperBound + length)
        return Request(id: fields["webhook-id"] ?? "", body: body)
      }
      guard receive() else { return nil }
    }
  }

  private mutating func receive() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
  }

  private static func fields(_ head: ArraySlice<UInt8>) -> [String: String] {
    var fields: [String: String] = [:]
    for line in String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    return fields
  }
}
