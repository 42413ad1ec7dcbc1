import MilepostCore

/// What an XML file says, as UTF-8 behind one declaration that says so.
///
/// The parser is to find nothing that was not seen here. Left to itself it believes a declaration of UTF-7, or four bytes
/// that look like UCS-4, and reads a document type where nobody looked for one; and Foundation's ends the process at a name
/// that is not UTF-8, and at an instruction that says nothing (`<?x?>`).
enum XMLText {
  /// Stands in place of the file's own.
  static let declaration = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
  private static let declarationMax = 200
  /// What files declare, and how it is read: what a Chinese Windows calls GB 2312 is more than that.
  private static let encodings = [
    "iso-8859-1": "ISO-8859-1", "iso-8859-15": "ISO-8859-15", "windows-1252": "CP1252", "big5": "BIG5",
    "gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030",
  ]
  /// UTF-16 without a mark is declared by programs that make the text first and save it as UTF-8.
  private static let plain = ["utf-8", "utf8", "utf-16"]

  /// What stands behind the declaration; nil when the bytes are not the text that they are said to be.
  static func body(of file: [UInt8]) -> ArraySlice<UInt8>? {
    if file.starts(with: [0xEF, 0xBB, 0xBF]) { return checked(file.dropFirst(3)) }
    if file.starts(with: [0xFF, 0xFE]) { return converted(Array(file.dropFirst(2)), from: "UTF-16LE") }
    if file.starts(with: [0xFE, 0xFF]) { return converted(Array(file.dropFirst(2)), from: "UTF-16BE") }
    guard let encoding = split(file[...])?.encoding, !plain.contains(encoding) else { return checked(file[...]) }
    if let known = encodings[encoding] { return converted(file, from: known) }
    return file.allSatisfy { $0 < 0x80 } ? checked(file[...]) : nil
  }

  private static func converted(_ file: [UInt8], from encoding: String) -> ArraySlice<UInt8>? {
    ForeignText.converted(file, from: encoding).flatMap { checked(Array($0.utf8)[...]) }
  }

  private static func checked(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard !text.contains(0), String(validating: text, as: UTF8.self) != nil else { return nil }
    return split(text).map { instructionsSpaced($0.rest) }
  }

  /// Puts a space behind the name of each instruction that is nothing else: to XML it is the same.
  private static func instructionsSpaced(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var spaced: [UInt8] = []
    var (copied, at) = (text.startIndex, text.startIndex)
    while let mark = text[at...].firstIndex(of: UInt8(ascii: "?")) {
      at = mark + 1
      guard text[..<mark].last == UInt8(ascii: "<") else { continue }
      at = text[at...].firstIndex { $0 <= 0x20 || "<?>".utf8.contains($0) } ?? text.endIndex
      guard text[at...].starts(with: "?>".utf8) else { continue }
      spaced += text[copied..<at] + [0x20]
      copied = at
    }
    return copied == text.startIndex ? text : (spaced + text[copied...])[...]
  }

  /// The encoding that stands in the declaration, in lower case, and what comes behind it. Nil when the declaration has
  /// no end.
  private static func split(_ text: ArraySlice<UInt8>) -> (encoding: String?, rest: ArraySlice<UInt8>)? {
    guard text.starts(with: Array("<?xml".utf8)), let next = text.dropFirst(5).first, next <= 0x20 else {
      return (nil, text)
    }
    guard let end = text.prefix(declarationMax).firstRange(of: Array("?>".utf8)) else { return nil }
    let words = String(decoding: text[..<end.lowerBound], as: UTF8.self).lowercased()
    let encoding = words.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/)?.1
    return (encoding.map(String.init), text[end.upperBound...])
  }
}
