import ArgumentParser
import MilepostAPI
import MilepostClient

struct TokenList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List tokens: what each may do, until when, and when it was last used.")

  @Flag(help: "Also those that are revoked.")
  var all = false

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let query = all ? [HTTPRequest.Parameter("revoked", "true")] : []
    let tokens = try page.collect(TokenView.self, from: session.client, APIPath.tokens, query: query)
    try session.show(tokens) {
      session.text(
        TokenList.table(tokens.items, session),
        whenEmpty: Phrase("No tokens: nobody may ask over the network.", "还没有令牌：无人可通过网络访问。"), page: tokens)
    }
    return .done
  }

  private static func table(_ tokens: [TokenView], _ session: Session) -> Table {
    let words = session.words
    var table = Table([
      Table.Column(Phrase("TOKEN", "令牌")), Table.Column(Phrase("SCOPE", "权限")),
      Table.Column(Phrase("PROJECTS", "项目"), canShrink: true), Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("UNTIL", "有效期至")), Table.Column(Phrase("LAST USED", "最近使用")),
    ])
    for token in tokens {
      let all = session.say(Phrase("all", "全部"))
      table.add(
        Table.Cell(token.name), Table.Cell(token.scope),
        Table.Cell(token.projects.map { $0.joined(separator: ", ") } ?? all),
        Table.Cell(session.say(state(token.state)), token.state == "active" ? .good : .warning),
        Table.Cell(token.expiresAt.map { words.moment($0) } ?? "—"),
        Table.Cell(token.lastUsedAt.map { words.moment($0) } ?? "—"))
    }
    return table
  }

  private static func state(_ state: String) -> Phrase {
    switch state {
    case "active": Phrase("active", "有效")
    case "expired": Phrase("expired", "已过期")
    case "revoked": Phrase("revoked", "已撤销")
    default: Phrase(state, state)
    }
  }
}
