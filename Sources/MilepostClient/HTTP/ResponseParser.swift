/// Puts an HTTP/1.1 answer together from the pieces in which it comes. It does no input or output of its own.
package struct ResponseParser {
  package static let headBytesMax = 65_536
  package static let bodyBytesMax = 64 * 1024 * 1024
  private static let lineBytesMax = 4096

  private enum State {
    case head
    case body(left: Int)
    case bodyUntilClose
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
  }

  private var state = State.head
  private var buffer: [UInt8] = []
  /// Bytes of `buffer` that are dealt with.
  private var consumed = 0
  private var status = 0
  private var body: [UInt8] = []

  package init() {}

  /// Takes the next bytes; the answer, once it is complete.
  package mutating func feed(_ bytes: [UInt8]) throws(ClientFailure) -> HTTPResponse? {
    buffer.removeFirst(consumed)
    consumed = 0
    buffer += bytes
    while true {
      switch try step() {
      case .complete: return HTTPResponse(status: status, body: body)
      case .needsMore: return nil
      case .goesOn: continue
      }
    }
  }

  /// The other side has closed: the answer, if that is how it says that it is complete.
  package func finish() throws(ClientFailure) -> HTTPResponse {
    guard case .bodyUntilClose = state else { throw .closedEarly }
    return HTTPResponse(status: status, body: body)
  }

  private enum Progress { case complete, needsMore, goesOn }

  private mutating func step() throws(ClientFailure) -> Progress {
    switch state {
    case .head: return try readHead()
    case .body(let left):
      let missing = left - take(atMost: left)
      state = .body(left: missing)
      return missing == 0 ? .complete : .needsMore
    case .bodyUntilClose:
      guard body.count + buffer.count - consumed <= ResponseParser.bodyBytesMax else { throw tooLarge }
      _ = take(atMost: buffer.count)
      return .needsMore
    case .chunkSize: return try readChunkSize()
    case .chunk(let left):
      let missing = left - take(atMost: left)
      state = missing == 0 ? .chunkEnd : .chunk(left: missing)
      return missing == 0 ? .goesOn : .needsMore
    case .chunkEnd:
      guard let line = try readLine() else { return .needsMore }
      guard line.isEmpty else { throw .notHTTP(reason: "a chunk that is longer than it said") }
      state = .chunkSize
      return .goesOn
    case .trailers:
      guard let line = try readLine() else { return .needsMore }
      return line.isEmpty ? .complete : .goesOn
    }
  }

  private mutating func readHead() throws(ClientFailure) -> Progress {
    let prefix: [UInt8] = Array("HTTP/1.".utf8)
    guard buffer[consumed...].prefix(prefix.count).elementsEqual(prefix.prefix(buffer.count - consumed)) else {
      throw .notHTTP(reason: "no status line")
    }
    guard let end = endOfHead() else {
      guard buffer.count - consumed <= ResponseParser.headBytesMax else {
        throw .notHTTP(reason: "headers without an end")
      }
      return .needsMore
    }
    let head = try ResponseHead(String(decoding: buffer[consumed..<end], as: UTF8.self))
    consumed = end + 4
    // 1xx announces an answer; it is not one.
    guard head.status >= 200 else { return .goesOn }
    status = head.status
    switch head.framing {
    case .none: return .complete
    case .length(let length):
      guard length <= ResponseParser.bodyBytesMax else { throw tooLarge }
      state = .body(left: length)
    case .chunked: state = .chunkSize
    case .untilClose: state = .bodyUntilClose
    }
    return .goesOn
  }

  private func endOfHead() -> Int? {
    var index = consumed
    while index + 3 < buffer.count {
      if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
        return index
      }
      index += 1
    }
    return nil
  }

  private mutating func readChunkSize() throws(ClientFailure) -> Progress {
    guard let line = try readLine() else { return .needsMore }
    // What follows a semicolon is an extension that nobody uses.
    let digits = line.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
    guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), digits.count <= 15, let size = Int(digits, radix: 16)
    else { throw .notHTTP(reason: "a chunk without a size") }
    guard body.count + size <= ResponseParser.bodyBytesMax else { throw tooLarge }
    state = size == 0 ? .trailers : .chunk(left: size)
    return .goesOn
  }

  /// The next line without its end; nil when more has to come.
  private mutating func readLine() throws(ClientFailure) -> String? {
    guard let end = buffer[consumed...].firstIndex(of: 10) else {
      guard buffer.count - consumed <= ResponseParser.lineBytesMax else {
        throw .notHTTP(reason: "a line without an end")
      }
      return nil
    }
    guard end > consumed, buffer[end - 1] == 13 else { throw .notHTTP(reason: "a line that does not end in CRLF") }
    defer { consumed = end + 1 }
    return String(decoding: buffer[consumed..<(end - 1)], as: UTF8.self)
  }

  /// Moves bytes of the body; how many there were.
  private mutating func take(atMost limit: Int) -> Int {
    let count = min(limit, buffer.count - consumed)
    body += buffer[consumed..<(consumed + count)]
    consumed += count
    return count
  }

  private var tooLarge: ClientFailure { .answerTooLarge(bytesMax: ResponseParser.bodyBytesMax) }
}
