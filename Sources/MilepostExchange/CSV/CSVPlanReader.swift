import MilepostCore
import SwiftCSV

/// Reads a table of milestones and activities, as a spreadsheet saves it: headers in English or Chinese, commas,
/// semicolons or tabs.
package enum CSVPlanReader {
  package static let rowsMax = 100_000
  /// Characters of one line, at most.
  static let lineMax = 1 << 20

  /// Refuses with the line at fault what is no table, headers that are not known, and rows without a key or name. What
  /// the values mean is for the engine to judge.
  package static func read(_ bytes: some Collection<UInt8>, project: String) throws(Refusal) -> PlanDocument.ProjectPlan
  {
    let text = try ForeignText.decode(bytes)
    let rows = try table(text)
    guard let header = rows.first, rows.count > 1 else {
      throw Refusal(
        .missingField, en: "The table is empty; it must have a line of headers, such as key, name, due, and rows.",
        zh: "表格为空；第一行应为表头，例如：标识、名称、应完成，其后为各行内容。")
    }
    let columns = try columns(header)
    var plan = PlanDocument.ProjectPlan(project: ProjectDraft(key: project), milestones: [])
    var lines: [String: Int] = [:]
    for (index, row) in rows.enumerated().dropFirst() {
      let line = index + 1
      guard row.contains(where: { !DraftRules.trimmed($0).isEmpty }) else { continue }
      let cells = CSVRow(columns, row, line: line)
      let key = try cells.required(.key)
      guard let before = lines.updateValue(line, forKey: key) else {
        try add(cells, key: key, to: &plan)
        continue
      }
      throw Refusal(
        .duplicateKey, en: "Line \(line): the key “\(DraftRules.shown(key))” is taken by line \(before).",
        zh: "第 \(line) 行：标识“\(DraftRules.shown(key))”已在第 \(before) 行出现。", place: "line \(line)")
    }
    return plan
  }

  private static func add(_ cells: CSVRow, key: String, to plan: inout PlanDocument.ProjectPlan) throws(Refusal) {
    let after = cells.text(.after).map { text in
      text.split(whereSeparator: { ";；,，、\n".contains($0) }).map { DraftRules.trimmed(String($0)) }
    }
    if try cells.isActivity() {
      plan.activities.append(
        ActivityDraft(
          key: key, name: try cells.required(.name), nameEn: cells.text(.nameEn), owner: cells.text(.owner),
          duration: try cells.required(.duration), after: after, started: cells.text(.started),
          finished: cells.text(.finished), remaining: cells.text(.remaining)))
    } else {
      plan.milestones.append(
        MilestoneDraft(
          key: key, name: try cells.required(.name), nameEn: cells.text(.nameEn), due: try cells.required(.due),
          after: after, reached: cells.text(.finished)))
    }
  }

  private static func columns(_ header: [String]) throws(Refusal) -> [CSVColumn?] {
    var columns: [CSVColumn?] = []
    for title in header {
      let word = DraftRules.trimmed(title)
      guard !word.isEmpty else {
        columns.append(nil)
        continue
      }
      guard let column = CSVColumn.named(word) else {
        let hint = Nearest.hint(for: word, among: CSVColumn.headers + CSVColumn.allCases.map(\.chinese))
        let known = CSVColumn.headers.joined(separator: ", ")
        throw Refusal(
          .unknownKey,
          en:
            "Line 1: the header “\(DraftRules.shown(word))” is not known\(hint.en.isEmpty ? "; known are \(known)" : hint.en).",
          zh: "第 1 行：不认识的表头“\(DraftRules.shown(word))”\(hint.zh)。", place: "line 1")
      }
      guard !columns.contains(column) else {
        throw Refusal(
          .duplicateKey, en: "Line 1: two headers mean “\(column.rawValue)”; keep one.",
          zh: "第 1 行：有两个表头都表示“\(column.chinese)”，请只保留一个。", place: "line 1")
      }
      columns.append(column)
    }
    return columns
  }

  private static func table(_ text: String) throws(Refusal) -> [[String]] {
    let head = text.prefix { !$0.isNewline }
    guard head.utf8.count <= lineMax, text.utf8.split(separator: 10).allSatisfy({ $0.count <= lineMax }) else {
      throw Refusal(
        .bodyTooLarge, en: "A line of the table is longer than \(lineMax) bytes.", zh: "表格中有一行超过 \(lineMax) 字节。")
    }
    let counts = [",", ";", "\t"].map { delimiter in head.count { String($0) == delimiter } }
    let best = counts.max() ?? 0
    let delimiter: CSVDelimiter = best == 0 || counts[0] == best ? .comma : counts[1] == best ? .semicolon : .tab
    do {
      let csv = try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false)
      guard csv.rows.count <= rowsMax else {
        throw Refusal(
          .bodyTooLarge, en: "The table has more than \(rowsMax) rows.", zh: "表格超过 \(rowsMax) 行。")
      }
      return [csv.header] + csv.rows
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(
        .malformedInput, en: "This is no well-formed table: a quotation mark is not closed, or stands inside a cell.",
        zh: "表格格式有误：引号未闭合，或出现在单元格中间。")
    }
  }
}

/// One row, by column.
private struct CSVRow {
  private var cells: [CSVColumn: String] = [:]
  private let line: Int

  init(_ columns: [CSVColumn?], _ row: [String], line: Int) {
    self.line = line
    for (column, cell) in zip(columns, row) {
      guard let column else { continue }
      cells[column] = DraftRules.trimmed(cell)
    }
  }

  /// Nil for an empty cell: what a table does not say stays as it is.
  func text(_ column: CSVColumn) -> String? { cells[column].flatMap { $0.isEmpty ? nil : $0 } }

  func required(_ column: CSVColumn) throws(Refusal) -> String {
    if let text = text(column) { return text }
    throw Refusal(
      .missingField, en: "Line \(line): “\(column.rawValue)” is missing.", zh: "第 \(line) 行：缺少“\(column.chinese)”。",
      place: "line \(line)")
  }

  /// By its kind; without one, what has a duration and no due date is work.
  func isActivity() throws(Refusal) -> Bool {
    guard let kind = text(.kind)?.lowercased() else { return text(.due) == nil && text(.duration) != nil }
    if ["activity", "task", "工作", "任务", "活动"].contains(kind) { return true }
    if ["milestone", "里程碑", "节点"].contains(kind) { return false }
    throw Refusal(
      .invalidValue, en: "Line \(line): “\(DraftRules.shown(kind))” is neither milestone nor activity.",
      zh: "第 \(line) 行：类型“\(DraftRules.shown(kind))”应为“里程碑”或“工作”。", place: "line \(line)")
  }
}
