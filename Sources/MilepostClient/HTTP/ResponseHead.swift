/// Status line and headers of an HTTP/1.1 answer (RFC 9112), and what they say about the body's length.
struct ResponseHead: Hashable, Sendable {
  enum Framing: Hashable, Sendable {
    case none
    case length(Int)
    case chunked
    case untilClose
  }

  let status: Int
  let framing: Framing

  /// `text`: everything before the empty line.
  init(_ text: String) throws(ClientFailure) {
    var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    status = try ResponseHead.status(in: lines.popFirst() ?? "")
    var lengths: Set<Int> = []
    var codings: [String] = []
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else {
        throw .notHTTP(reason: "a header without a name")
      }
      let value = line[line.index(after: colon)...].trimmingBlanks
      switch line[..<colon].lowercased() {
      case "content-length": lengths.insert(try ResponseHead.length(value))
      case "transfer-encoding": codings += value.lowercased().split(separator: ",").map { $0.trimmingBlanks }
      default: break
      }
    }
    framing = try ResponseHead.framing(status: status, lengths: lengths, codings: codings)
  }

  private static func status(in line: Substring) throws(ClientFailure) -> Int {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3,
      parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let status = Int(parts[1]), status >= 100
    else { throw .notHTTP(reason: "no status line") }
    return status
  }

  private static func length(_ text: String) throws(ClientFailure) -> Int {
    // Int("+5") and Int("-0") would pass.
    guard text.utf8.first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) ?? false,
      let length = Int(text)
    else { throw .notHTTP(reason: "a Content-Length that is no number") }
    return length
  }

  private static func framing(
    status: Int, lengths: Set<Int>, codings: [String]
  ) throws(ClientFailure) -> Framing {
    if status == 204 || status == 304 || status < 200 { return .none }
    if !codings.isEmpty {
      guard codings == ["chunked"] else { throw .notHTTP(reason: "an unknown Transfer-Encoding") }
      return .chunked
    }
    guard lengths.count <= 1 else { throw .notHTTP(reason: "two different Content-Lengths") }
    return lengths.first.map { .length($0) } ?? .untilClose
  }
}

extension Substring {
  /// Without spaces and tabs at its ends.
  fileprivate var trimmingBlanks: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let head = drop(while: blank)
    return String(head.reversed().drop(while: blank).reversed())
  }
}
