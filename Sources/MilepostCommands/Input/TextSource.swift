import Glibc

/// Text from a file, or from standard input when the file is `-`.
enum TextSource {
  static let bytesMax = 16 * 1024 * 1024

  static func read(_ file: String, in world: World) throws -> String {
    if file == "-" { return try world.standardInput() }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(file, errno) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, name: file)
  }

  /// The first line, without blanks around it: a secret or an address.
  static func line(_ file: String, in world: World) throws -> String {
    let text = try read(file, in: world)
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let trimmed = line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    guard !trimmed.isEmpty else {
      throw InputFault(phrase: Phrase("\(name(file).en) is empty.", "\(name(file).zh)为空。"))
    }
    return String(trimmed)
  }

  /// The bytes of a file, whatever they mean.
  static func bytes(_ file: String, in world: World, limit: Int = 256 << 20) throws -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(file, errno) }
    defer { close(descriptor) }
    return try bytes(descriptor: descriptor, name: file, limit: limit)
  }

  static func read(descriptor: Int32, name file: String) throws -> String {
    guard let text = String(validating: try bytes(descriptor: descriptor, name: file), as: UTF8.self) else {
      throw InputFault(
        phrase: Phrase("\(name(file).en) is not UTF-8 text.", "\(name(file).zh)不是 UTF-8 文本。"))
    }
    return text
  }

  private static func bytes(descriptor: Int32, name file: String, limit: Int = bytesMax) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(file, errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw InputFault(
          phrase: Phrase(
            "\(name(file).en) is larger than \(limit) bytes.", "\(name(file).zh)超过 \(limit) 字节。"))
      }
    }
    return bytes
  }

  private static func unreadable(_ file: String, _ code: Int32) -> InputFault {
    let reason = String(cString: strerror(code))
    return InputFault(
      phrase: Phrase("\(name(file).en) cannot be read: \(reason).", "\(name(file).zh)无法读取：\(reason)。"))
  }

  private static func name(_ file: String) -> Phrase {
    file == "-" ? Phrase("Standard input", "标准输入") : Phrase("The file \(file)", "文件 \(file) ")
  }
}
