import MilepostCore
import NIOCore

/// A page as all see it who may see the same: what belongs to one session is put in when it is given out.
struct DrawnPage: Sendable {
  private let pieces: [ByteBuffer]
  let heads: PageHeads

  /// Stands in `text` wherever a form must send something back. Nobody can guess it, so nothing that people have
  /// written can hold it.
  static let antiForgeryMark: String = {
    var random = SystemRandomNumberGenerator()
    return "csrf-\(String(random.next() as UInt64, radix: 16))\(String(random.next() as UInt64, radix: 16))"
  }()

  init(_ text: String, heads: PageHeads) {
    pieces = DrawnPage.pieces(of: Array(text.utf8)[...])
    self.heads = heads
  }

  private static func pieces(of bytes: ArraySlice<UInt8>) -> [ByteBuffer] {
    let mark = Array(antiForgeryMark.utf8)
    var (pieces, start, place): ([ByteBuffer], Int, Int) = ([], bytes.startIndex, bytes.startIndex)
    while place + mark.count <= bytes.endIndex {
      guard bytes[place] == mark[0], bytes[place..<(place + mark.count)].elementsEqual(mark) else {
        place += 1
        continue
      }
      pieces.append(ByteBuffer(bytes: bytes[start..<place]))
      place += mark.count
      start = place
    }
    return pieces + [ByteBuffer(bytes: bytes[start...])]
  }

  /// - Parameter antiForgery: what a form of this session must send back; nil where no browser keeps one.
  func body(antiForgery: String?) -> ByteBuffer {
    guard pieces.count > 1, var body = pieces.first else { return pieces.first ?? ByteBuffer() }
    for piece in pieces.dropFirst() {
      body.writeString(antiForgery ?? "")
      body.writeImmutableBuffer(piece)
    }
    return body
  }
}
