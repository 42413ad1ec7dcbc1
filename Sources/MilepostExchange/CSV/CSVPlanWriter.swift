import MilepostCore

/// Writes a project as a table that a spreadsheet opens and `CSVPlanReader` reads back: UTF-8 with a mark, CRLF.
package struct CSVPlanWriter {
  package struct Row: Hashable, Sendable {
    package var cells: [String: String]
  }

  /// What the schedule says of one thing; empty where it says nothing.
  package struct Standing: Hashable, Sendable {
    package var start: String
    package var forecast: String
    package var float: String
    package var state: String

    package init(start: String = "", forecast: String = "", float: String = "", state: String = "") {
      self.start = start
      self.forecast = forecast
      self.float = float
      self.state = state
    }
  }

  private var lines: [String]
  private let isChinese: Bool

  package init(isChinese: Bool) {
    self.isChinese = isChinese
    lines = [CSVPlanWriter.line(CSVColumn.allCases.map { isChinese ? $0.chinese : $0.rawValue })]
  }

  package mutating func add(_ activity: PlanActivity, _ standing: Standing) {
    add(
      [
        .kind: isChinese ? "工作" : "activity", .key: activity.key, .name: activity.name, .nameEn: activity.nameEn ?? "",
        .owner: activity.owner ?? "", .duration: activity.duration.text,
        .after: activity.after.map(\.text).joined(separator: "; "), .started: activity.started?.description ?? "",
        .finished: activity.finished?.description ?? "", .remaining: activity.remaining?.text ?? "",
      ], standing)
  }

  package mutating func add(_ milestone: Milestone, _ standing: Standing) {
    add(
      [
        .kind: isChinese ? "里程碑" : "milestone", .key: milestone.key, .name: milestone.name,
        .nameEn: milestone.nameEn ?? "", .due: milestone.due.date.description,
        .after: milestone.after.map(\.text).joined(separator: "; "), .finished: milestone.actual?.description ?? "",
      ], standing)
  }

  package var text: String { "\u{FEFF}" + lines.map { $0 + "\r\n" }.joined() }

  private mutating func add(_ cells: [CSVColumn: String], _ standing: Standing) {
    var cells = cells
    cells[.start] = standing.start
    cells[.forecast] = standing.forecast
    cells[.float] = standing.float
    cells[.state] = standing.state
    lines.append(CSVPlanWriter.line(CSVColumn.allCases.map { cells[$0] ?? "" }))
  }

  /// RFC 4180. A cell that a spreadsheet would take for a formula is kept from being one.
  private static func line(_ cells: [String]) -> String {
    cells.map { cell in
      let isFormula = cell.first.map { "=+-@\t\r".contains($0) } ?? false
      let safe = isFormula && Double(cell) == nil ? "'" + cell : cell
      let needsQuotes = safe.contains { ",;\"\n\r\t".contains($0) } || safe.contains("\r\n")
      return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
    }.joined(separator: ",")
  }
}
