import Glibc
import MilepostCore

/// Text as other programs save it: UTF-8 with or without a mark, UTF-16 with one, or the code page of a Chinese Windows
/// (GBK, as GB 18030, which holds it).
package enum ForeignText {
  /// Refuses with `malformed_input` bytes that are none of these, and text with NUL in it.
  package static func decode(_ bytes: some Collection<UInt8>) throws(Refusal) -> String {
    let bytes = Array(bytes)
    let text = marked(bytes) ?? String(validating: bytes, as: UTF8.self) ?? converted(bytes, from: "GB18030")
    guard let text, !text.utf8.contains(0) else {
      throw Refusal(
        .malformedInput, en: "The file is no text in UTF-8, UTF-16 or GBK; save it as one of these.",
        zh: "文件不是 UTF-8、UTF-16 或 GBK 文本；请另存为其中一种。")
    }
    return text
  }

  private static func marked(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(validating: bytes.dropFirst(3), as: UTF8.self) }
    if bytes.starts(with: [0xFF, 0xFE]) { return converted(Array(bytes.dropFirst(2)), from: "UTF-16LE") }
    if bytes.starts(with: [0xFE, 0xFF]) { return converted(Array(bytes.dropFirst(2)), from: "UTF-16BE") }
    return nil
  }

  /// Through the C library's converter; nil for bytes that are not of that encoding.
  package static func converted(_ bytes: [UInt8], from encoding: String) -> String? {
    guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else { return nil }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // No character of these encodings takes more than two bytes for each of its own in UTF-8, and one for safety.
    var output = [CChar](repeating: 0, count: bytes.count * 3 + 4)
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target -> Int? in
        var (from, to) = (source.baseAddress, target.baseAddress)
        var (left, room) = (source.count, target.count)
        guard iconv(converter, &from, &left, &to, &room) != -1, left == 0 else { return nil }
        return target.count - room
      }
    }
    return written.flatMap { count in
      String(validating: output[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
