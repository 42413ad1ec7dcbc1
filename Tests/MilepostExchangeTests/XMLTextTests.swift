import MilepostCore
import Testing

@testable import MilepostExchange

@Suite struct XMLTextTests {
  private static let bomb = #"<!DOCTYPE Project [<!ENTITY a "x">]>"#

  private func file(encoding: String, head: String = "") -> String {
    MSPDISample.text(head: head).replacing(#"encoding="UTF-8""#, with: encoding)
  }

  /// In ASCII alone.
  private func plain(encoding: String, head: String = "") -> String {
    MSPDISample.text(tasks: MSPDISample.task(1, "a", "PT8H0M0S"), head: head)
      .replacing("标准", with: "s").replacing(#"encoding="UTF-8""#, with: encoding)
  }

  private func refusal(_ bytes: [UInt8]) -> Refusal.Code? {
    do {
      _ = try MSPDIReader.read(bytes)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("A document type is refused in every encoding that the parser would read it in")
  func hidden() {
    #expect(refusal(Array(plain(encoding: "").utf8)) == nil)
    let open = plain(encoding: "", head: Self.bomb)
    let masked = Self.bomb.replacing("<", with: "+ADw-").replacing("!", with: "+ACE-")
    let hidden = plain(encoding: #"encoding="UTF-7""#, head: masked)
    var files = [Array(open.utf8), Array(hidden.utf8)]
    files.append(Array(hidden.replacing("<?xml ", with: "<?xml \(String(repeating: " ", count: 300))").utf8))
    files.append(Array(hidden.replacing("<?xml ", with: "<?xml-x ?><?xml ").utf8))
    files.append(Array(hidden.replacing("<?xml ", with: #"<?xml version="1.0"?><?xml "#).utf8))
    files.append(open.unicodeScalars.flatMap { [0, 0, 0, UInt8($0.value)] })
    for mark in [[], [0xFEFF]] as [[UInt16]] {
      files.append((mark + open.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
      files.append((mark + open.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }
    for (number, bytes) in files.enumerated() { #expect(refusal(bytes) == .malformedInput, "file \(number)") }
  }

  @Test("Instructions are passed over, those that say nothing too, wherever they stand")
  func instructions() throws {
    for instruction in ["<?x?>", "<?x ?>", "<?x y?>", "<?a?><?b?>", "<!-- <?x?> -->", "<?语?>"] {
      let text = MSPDISample.text(head: instruction)
        .replacing("</Project>", with: "\(instruction)</Project>\(instruction)")
      #expect(try MSPDIReader.read(Array(text.utf8)).tasks.map(\.name) == ["主体施工", "装修", "完工"], "\(instruction)")
    }
    for broken in ["<?", "<?x", "<?x?", "<??>", "<?x??>", "<?x?><a>><b", "<? x?>"] {
      #expect(refusal(Array(broken.utf8)) != nil, "\(broken)")
      // Behind the end the parser lets much pass: it is enough that it comes back.
      _ = refusal(Array((MSPDISample.text() + broken).utf8))
    }
  }

  @Test("Names come out right from what files are saved as, whatever is declared by habit")
  func encodings() throws {
    var files = ["", #"encoding='utf-8'"#, #"encoding = "UTF-16" standalone="yes""#].map {
      Array(file(encoding: $0).utf8)
    }
    files.append([0xEF, 0xBB, 0xBF] + files[0])
    let text = file(encoding: #"encoding="UTF-16""#)
    files.append(([0xFEFF] + text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    files.append(([0xFEFF] + text.utf16).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    for encoding in ["GB2312", "gbk"] {
      let head = file(encoding: #"encoding="\#(encoding)""#)
      files.append(try #require(bytes(of: head)))
    }
    for bytes in files { #expect(try MSPDIReader.read(bytes).tasks.map(\.name) == ["主体施工", "装修", "完工"]) }
    #expect(refusal(Array(file(encoding: #"encoding="KOI8-R""#).utf8)) == .malformedInput, "not known, and not plain")
  }

  /// GBK of the sample's characters.
  private func bytes(of text: String) -> [UInt8]? {
    let table: [Character: [UInt8]] = [
      "主": [0xD6, 0xF7], "体": [0xCC, 0xE5], "施": [0xCA, 0xA9], "工": [0xB9, 0xA4], "装": [0xD7, 0xB0], "修": [0xD0, 0xDE],
      "完": [0xCD, 0xEA], "标": [0xB1, 0xEA], "准": [0xD7, 0xBC],
    ]
    var bytes: [UInt8] = []
    for character in text {
      guard let known = table[character] ?? character.asciiValue.map({ [$0] }) else { return nil }
      bytes += known
    }
    return bytes
  }
}
