import Foundation

/// The first bytes of an SQLite file (https://www.sqlite.org/fileformat.html).
struct SQLiteHeader {
  /// The file's format version for writing, at byte 18: 2 for a write-ahead log, 1 for a journal that is rolled back.
  let hasWriteAheadLog: Bool

  /// Nil when there is no file, or not enough of one to say.
  init?(path: String) {
    guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.read(upToCount: 100), bytes.count == 100
    else { return nil }
    hasWriteAheadLog = bytes[bytes.startIndex + 18] == 2
  }
}
