import Foundation
import MilepostCore

/// The working calendars of a folder: every file whose name ends in `.ics`.
enum CalendarFolder {
  private static let filesMax = 2000
  private static let fileBytesMax = 1 << 20

  static func read(_ path: String) throws(Refusal) -> CalendarLibrary {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".ics") }
    } catch {
      throw Refusal(
        .notFound, en: "The folder \(path) cannot be read; name one that holds calendar files.",
        zh: "无法读取目录 \(path)；请指定存放日历文件的目录。")
    }
    guard names.count <= filesMax else {
      throw Refusal(
        .invalidValue, en: "\(path) holds \(names.count) calendars; at most \(filesMax) are taken.",
        zh: "\(path) 中有 \(names.count) 个日历文件，最多 \(filesMax) 个。")
    }
    var files: [(name: String, contents: String)] = []
    for name in names.sorted() {
      files.append((name, try TextFile.read("\(path)/\(name)", bytesMax: fileBytesMax).get()))
    }
    return try CalendarLibrary(files: files)
  }
}
