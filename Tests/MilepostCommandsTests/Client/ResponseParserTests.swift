import MilepostClient
import Testing

@Suite("HTTP answers")
struct ResponseParserTests {
  private static let chunked = """
    HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n\
    4;name=value\r\nWiki\r\n6\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: 1\r\n\r\n
    """

  private static func parse(_ pieces: [[UInt8]]) throws -> HTTPResponse {
    var parser = ResponseParser()
    for piece in pieces {
      if let response = try parser.feed(piece) { return response }
    }
    return try parser.finish()
  }

  private static func parse(_ text: String) throws -> HTTPResponse { try parse([Array(text.utf8)]) }

  @Test(
    "Each way to say where the body ends is understood",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
      ("HTTP/1.1 200 OK\r\ncontent-length:5 \r\n\r\nhello and more", 200, "hello"),
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""),
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
      (chunked, 200, "Wikipedia in \r\n\r\nchunks."),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n1\r\na\r\n0\r\n\r\n", 200, "a"),
      ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
      ("HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, "until the end"),
      ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 \r\nContent-Length: 2\r\n\r\nno", 404, "no"),
      ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, ""),
    ])
  func framing(text: String, status: Int, body: String) throws {
    let response = try ResponseParserTests.parse(text)
    #expect(response == HTTPResponse(status: status, body: Array(body.utf8)))
  }

  @Test("However an answer is cut into pieces, it is the same answer")
  func pieces() throws {
    let bytes = Array(ResponseParserTests.chunked.utf8)
    let whole = try ResponseParserTests.parse([bytes])
    #expect(try ResponseParserTests.parse(bytes.map { [$0] }) == whole)
    for cut in 1..<(bytes.count - 1) {
      #expect(try ResponseParserTests.parse([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
    }
  }

  @Test("An answer that ends too soon is never taken for a complete one")
  func early() {
    for text in [ResponseParserTests.chunked, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"] {
      let bytes = Array(text.utf8)
      for length in 0..<bytes.count {
        #expect(throws: ClientFailure.closedEarly) { try ResponseParserTests.parse([Array(bytes[..<length])]) }
      }
    }
  }

  @Test(
    "What is not HTTP is named so",
    arguments: [
      "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
      "HTTP/1.1 0x1 OK\r\n\r\n", "HTTP/1.1 +20 OK\r\n\r\n", "\0\0\0", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\n",
    ])
  func garbage(text: String) {
    do {
      let response = try ResponseParserTests.parse(text)
      Issue.record("taken for \(response)")
    } catch ClientFailure.notHTTP {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("An answer over the limit is refused before it is read")
  func tooLarge() {
    let limit = ResponseParser.bodyBytesMax
    let tooLarge = ClientFailure.answerTooLarge(bytesMax: limit)
    #expect(throws: tooLarge) {
      try ResponseParserTests.parse("HTTP/1.1 200 OK\r\nContent-Length: \(limit + 1)\r\n\r\n")
    }
    #expect(throws: tooLarge) {
      let size = String(limit + 1, radix: 16)
      return try ResponseParserTests.parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n")
    }
    #expect(throws: ClientFailure.notHTTP(reason: "headers without an end")) {
      let padding = String(repeating: "a", count: ResponseParser.headBytesMax)
      return try ResponseParserTests.parse("HTTP/1.1 200 OK\r\nX: \(padding)")
    }
    #expect(throws: tooLarge) {
      var parser = ResponseParser()
      _ = try parser.feed(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))
      let piece = [UInt8](repeating: 97, count: 8 * 1024 * 1024)
      for _ in 0...8 { _ = try parser.feed(piece) }
    }
  }

  @Test("Whatever is wrong with the bytes, they end in an answer or in a failure that says so")
  func mutations() {
    var random = SplitMix(seed: 9112)
    let original = Array(ResponseParserTests.chunked.utf8)
    for _ in 0..<20_000 {
      var bytes = original
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        }
      }
      do { _ = try ResponseParserTests.parse([bytes]) } catch is ClientFailure {
      } catch { Issue.record("\(error)") }
    }
  }
}
