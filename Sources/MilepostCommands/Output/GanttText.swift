import MilepostAPI

/// The bar chart in characters: names at the left, days from left to right.
struct GanttText {
  /// What bars are drawn with; each takes one column.
  struct Marks {
    let work: Character
    let critical: Character
    let done: Character
    let forecast: Character
    let promised: Character
    let today: Character
    let between: Character
    let light: Character

    static let unicode = Marks(
      work: "░", critical: "█", done: "▓", forecast: "◆", promised: "◇", today: "│", between: "·", light: "●")
    static let ascii = Marks(
      work: "-", critical: "#", done: "=", forecast: "*", promised: "o", today: "|", between: ".", light: "*")
  }

  static let columnsDefault = 100
  private static let columnsMin = 40
  private static let namesMax = 28
  /// `2022-06-30` at the right, with a space before it.
  private static let dateColumns = 11

  private struct Cell {
    var character: Character
    var style: Style
  }

  private let view: GanttView
  private let words: Words
  private let marks: Marks
  private let names: Int
  private let columns: Int
  private let days: ClosedRange<Int>

  init(_ view: GanttView, columns: Int, words: Words, marks: Marks) {
    self.view = view
    self.words = words
    self.marks = marks
    let width = max(GanttText.columnsMin, columns)
    let longest = view.rows.map { DisplayWidth.of(words.name($0.name, en: $0.nameEn)) }.max() ?? 0
    names = min(longest, GanttText.namesMax, width / 3)
    self.columns = max(10, width - names - 3 - GanttText.dateColumns)
    let all = view.rows.flatMap { [$0.start, $0.finish, $0.due, $0.agreedFinish] }.compactMap(\.self) + [view.today]
    let numbers = all.compactMap(ClientDay.number)
    let (first, last) = (numbers.min() ?? 0, numbers.max() ?? 0)
    days = first...max(first + 1, last)
  }

  func lines() -> [String] {
    var lines = [header()]
    for row in view.rows { lines.append(line(row)) }
    lines += ["", legend()]
    if view.leftOut > 0 {
      lines.append(
        Phrase("\(view.leftOut) more rows are not shown (--limit).", "另有\(view.leftOut)行未显示（--limit）。").text(
          words.language))
    }
    return lines
  }

  /// First days of months, where each has room.
  private func header() -> String {
    var text = [Character](repeating: " ", count: columns)
    var free = 0
    for day in days {
      let date = ClientDay.text(day)
      guard date.hasSuffix("-01") else { continue }
      let (place, label) = (column(day), String(date.prefix(7)))
      guard place >= free, place + label.count <= columns else { continue }
      text.replaceSubrange(place..<(place + label.count), with: label)
      free = place + label.count + 1
    }
    let line = String(repeating: " ", count: names + 3) + String(text)
    return words.palette.paint(trimmed(line), .faint)
  }

  private func line(_ row: GanttView.Row) -> String {
    let full = words.name(row.name, en: row.nameEn)
    let name = DisplayWidth.truncate(PlainText.line(full), to: names)
    let padding = String(repeating: " ", count: max(0, names - DisplayWidth.of(name)))
    let mark = row.noun == "milestone" ? paint(Cell(character: marks.light, style: style(row.light))) : " "
    let body = cells(row).map(paint).joined()
    let isLate = (row.floatDays ?? 0) < 0
    return "\(mark) \(name)\(padding) \(body) "
      + words.palette.paint(row.finish, isLate ? .bad : row.done ? .faint : .plain)
  }

  private func cells(_ row: GanttView.Row) -> [Cell] {
    var cells = [Cell](repeating: Cell(character: " ", style: .plain), count: columns)
    let today = ClientDay.number(view.today) ?? days.lowerBound
    guard let start = ClientDay.number(row.start), let finish = ClientDay.number(row.finish) else { return cells }
    if row.noun == "milestone" {
      let style = style(row.light)
      if let due = row.due.flatMap(ClientDay.number), due != finish {
        for place in min(column(due), column(finish))...max(column(due), column(finish)) {
          cells[place] = Cell(character: marks.between, style: .faint)
        }
        cells[column(due)] = Cell(character: marks.promised, style: .plain)
      }
      cells[column(today)] = cells[column(today)].character == " " ? todayCell : cells[column(today)]
      cells[column(finish)] = Cell(character: marks.forecast, style: style)
      return cells
    }
    for place in column(start)...max(column(start), column(finish)) {
      cells[place] = Cell(
        character: row.critical ? marks.critical : marks.work, style: row.critical ? .warning : .plain)
    }
    let done = row.done ? finish : row.started ? min(today, finish) : start - 1
    if done >= start {
      for place in column(start)...column(done) { cells[place] = Cell(character: marks.done, style: .faint) }
    }
    if !(column(start)...max(column(start), column(finish))).contains(column(today)) {
      cells[column(today)] = todayCell
    }
    return cells
  }

  private var todayCell: Cell { Cell(character: marks.today, style: .heading) }

  private func legend() -> String {
    let parts: [(Character, Phrase)] = [
      (marks.done, Phrase("done", "已完成")), (marks.work, Phrase("to do", "待完成")),
      (marks.critical, Phrase("critical", "关键")),
      (marks.promised, Phrase("promised", "承诺")), (marks.forecast, Phrase("forecast", "预计")),
      (marks.today, Phrase("today \(view.today)", "今天 \(view.today)")),
    ]
    return parts.map { "\($0.0) \($0.1.text(words.language))" }.joined(separator: "   ")
  }

  private func column(_ day: Int) -> Int {
    (min(max(day, days.lowerBound), days.upperBound) - days.lowerBound) * (columns - 1)
      / (days.upperBound - days.lowerBound)
  }

  private func style(_ light: String?) -> Style {
    switch light {
    case "red": .bad
    case "orange", "yellow": .warning
    case "green": .good
    default: .faint
    }
  }

  private func paint(_ cell: Cell) -> String { words.palette.paint(String(cell.character), cell.style) }

  private func trimmed(_ text: String) -> String { String(text.reversed().drop { $0 == " " }.reversed()) }
}
