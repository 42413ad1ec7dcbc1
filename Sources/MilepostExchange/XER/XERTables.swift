import MilepostCore

/// The tables of a Primavera XER file: lines of cells between tabs, `%T` a table's name, `%F` its columns, `%R` a row.
struct XERTables {
  struct Row {
    private let cells: [Substring]
    private let columns: [String: Int]

    init(_ cells: [Substring], columns: [String: Int]) {
      self.cells = cells
      self.columns = columns
    }

    /// Nil for an empty cell, or a column that is not there.
    subscript(name: String) -> String? {
      guard let index = columns[name], cells.indices.contains(index), !cells[index].isEmpty else { return nil }
      return String(cells[index])
    }
  }

  /// Bytes of one line, at most: the longest that are in use hold a calendar of some hundred kilobytes.
  static let lineMax = 4 << 20
  static let rowsMax = 2_000_000

  private(set) var tables: [String: [Row]] = [:]

  /// Reads the tables that are named; refuses with `malformed_input` what is no XER file.
  init(_ text: String, named wanted: Set<String>) throws(Refusal) {
    guard text.hasPrefix("ERMHDR") else {
      throw Refusal(
        .malformedInput, en: "This is no XER file: it does not begin with ERMHDR. Export it from P6 as XER.",
        zh: "这不是 XER 文件（开头不是 ERMHDR）；请从 P6 导出 XER。")
    }
    var name: String?
    var columns: [String: Int] = [:]
    var count = 0
    for (index, line) in text.utf8.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 10 || $0 == 13 })
      .enumerated()
    {
      guard line.count <= XERTables.lineMax else { throw XERTables.tooLong(index + 1) }
      let cells = Substring(line).split(separator: "\t", omittingEmptySubsequences: false)
      switch cells.first {
      case "%T":
        let next = cells.dropFirst().first.map(String.init)
        name = next.flatMap { wanted.contains($0) ? $0 : nil }
        columns = [:]
      case "%F" where name != nil:
        columns = Dictionary(cells.dropFirst().enumerated().map { (String($1), $0) }) { first, _ in first }
      case "%R":
        guard let name else { continue }
        count += 1
        guard count <= XERTables.rowsMax else { throw XERTables.tooMany() }
        tables[name, default: []].append(Row(Array(cells.dropFirst()), columns: columns))
      default: continue
      }
    }
  }

  func rows(_ name: String) -> [Row] { tables[name] ?? [] }

  private static func tooLong(_ line: Int) -> Refusal {
    Refusal(
      .bodyTooLarge, en: "Line \(line) is longer than \(lineMax) bytes.", zh: "第 \(line) 行超过 \(lineMax) 字节。",
      place: "line \(line)")
  }

  private static func tooMany() -> Refusal {
    Refusal(.bodyTooLarge, en: "The file has more than \(rowsMax) rows.", zh: "文件超过 \(rowsMax) 行。")
  }
}
