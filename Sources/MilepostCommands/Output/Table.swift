/// Rows under headings, aligned by what a terminal shows: a Chinese character takes two columns.
package struct Table {
  package enum Alignment: Sendable { case left, right }

  package struct Column {
    package let title: Phrase
    package let alignment: Alignment
    /// May be cut short when the terminal is too narrow.
    package let canShrink: Bool

    package init(_ title: Phrase, _ alignment: Alignment = .left, canShrink: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.canShrink = canShrink
    }
  }

  package struct Cell {
    package let text: String
    package let style: Style

    package init(_ text: String, _ style: Style = .plain) {
      self.text = PlainText.line(text)
      self.style = style
    }
  }

  private static let gap = "  "
  /// A column is not cut below this many terminal columns, or its title's.
  private static let shrunkenMin = 8

  package let columns: [Column]
  package var rows: [[Cell]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func add(_ cells: Cell...) { rows.append(cells) }

  /// Lines without a line end after the last. `columnsMax` is the terminal's width; nil: as wide as need be.
  package func rendered(language: Language, palette: Palette, columnsMax: Int?) -> String {
    let titles = columns.map { Cell($0.title.text(language), .heading) }
    let widths = widths(titles, columnsMax: columnsMax)
    return ([titles] + rows).map { line($0, widths: widths, palette: palette) }.joined(separator: "\n")
  }

  private func widths(_ titles: [Cell], columnsMax: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      ([titles] + rows).reduce(0) { max($0, DisplayWidth.of($1[index].text)) }
    }
    guard let columnsMax else { return widths }
    let gaps = Table.gap.count * max(0, columns.count - 1)
    while widths.reduce(gaps, +) > columnsMax {
      let floor = { (index: Int) in max(Table.shrunkenMin, DisplayWidth.of(titles[index].text)) }
      let candidates = columns.indices.filter { columns[$0].canShrink && widths[$0] > floor($0) }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func line(_ cells: [Cell], widths: [Int], palette: Palette) -> String {
    var line = ""
    // Spaces wait until something follows them, so that no line ends in any.
    var waiting = 0
    for (index, cell) in cells.enumerated() {
      let text = DisplayWidth.truncate(cell.text, to: widths[index])
      let padding = widths[index] - DisplayWidth.of(text)
      let before = columns[index].alignment == .right ? padding : 0
      waiting += (index == 0 ? 0 : Table.gap.count) + before
      if !text.isEmpty {
        line += String(repeating: " ", count: waiting) + palette.paint(text, cell.style)
        waiting = 0
      }
      waiting += padding - before
    }
    return line
  }
}
