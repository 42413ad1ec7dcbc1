import ArgumentParser
import MilepostAPI
import MilepostClient

struct LedgerList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List entries, the oldest first; --after takes an entry's number.",
    discussion: "With --json each entry has what was before and after, and its hash.")

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let entries = try page.collect(LedgerEntryView.self, from: session.client, APIPath.ledger)
    try session.show(entries) {
      session.text(
        LedgerList.table(entries.items, words: session.words),
        whenEmpty: Phrase("No entries.", "没有记录。"), page: entries)
    }
    return .done
  }

  private static func table(_ entries: [LedgerEntryView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("ENTRY", "序号"), .right),
      Table.Column(Phrase("AT", "时间")),
      Table.Column(Phrase("BY", "操作人"), canShrink: true),
      Table.Column(Phrase("WHAT", "操作")),
      Table.Column(Phrase("SUBJECT", "对象"), canShrink: true),
      Table.Column(Phrase("WHY", "原因"), canShrink: true),
    ])
    for entry in entries {
      table.add(
        Table.Cell("\(entry.sequence)"), Table.Cell(words.moment(entry.at)), Table.Cell(entry.author),
        Table.Cell(entry.action), Table.Cell(entry.subject), Table.Cell(entry.reason ?? ""))
    }
    return table
  }
}
