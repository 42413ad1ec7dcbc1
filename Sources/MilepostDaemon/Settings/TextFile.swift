import Glibc
import MilepostCore

/// Small text files that an administrator has written.
enum TextFile {
  /// The whole file, which may hold at most `bytesMax` bytes of UTF-8.
  static func read(_ path: String, bytesMax: Int) -> Result<String, Refusal> {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return .failure(unreadable(path)) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= bytesMax {
      let got = Glibc.read(file, &chunk, chunk.count)
      if got == 0 { break }
      if got > 0 {
        bytes += chunk[..<got]
      } else if errno != EINTR {
        return .failure(unreadable(path))
      }
    }
    guard bytes.count <= bytesMax else {
      return .failure(
        Refusal(
          .bodyTooLarge, en: "\(path) is larger than \(bytesMax) bytes; name the right file.",
          zh: "\(path) 超过 \(bytesMax) 字节；请指定正确的文件。"))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .failure(
        Refusal(.malformedInput, en: "\(path) is not UTF-8 text.", zh: "\(path) 不是 UTF-8 文本。"))
    }
    return .success(text)
  }

  private static func unreadable(_ path: String) -> Refusal {
    let reason = String(cString: strerror(errno))
    return Refusal(.notFound, en: "\(path) cannot be read: \(reason).", zh: "无法读取 \(path)：\(reason)。")
  }
}
