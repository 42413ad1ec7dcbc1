import ArgumentParser
import MilepostAPI
import MilepostClient

struct TokenAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Give out a token; it is shown this once.",
    discussion: """
      Scopes, each with what those before it may: read looks; report says what a site manager says (reached, expected, \
      counts, acknowledged); manage changes plans, projects, webhooks; admin gives out tokens. The ledger names the \
      token as author, token:NAME.
      """)

  @Argument(help: "A short name for it: lower-case letters, digits and hyphens.")
  var name: String

  @Option(help: "What it may do: read, report, manage or admin.")
  var scope: TokenScope

  @Option(
    name: .customLong("project"),
    help: ArgumentHelp("Only this project; repeat for more (default: all).", valueName: "key"),
    completion: KeyCompletion.project)
  var projects: [String] = []

  @Option(help: ArgumentHelp("The last day on which it is taken (default: until it is revoked).", valueName: "date"))
  var expires: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let input = TokenInput(
      name: name, scope: scope.rawValue, projects: projects.isEmpty ? nil : projects, expires: expires)
    let token = try session.client.fetch(TokenView.self, try HTTPRequest(.post, APIPath.tokens, json: input))
    try session.show(token) {
      let warning = session.say(
        Phrase("This token is shown only now; keep it where only its holder can read it:", "令牌仅显示这一次，请妥善保存，勿让他人看到："))
      return "\(session.palette.paint(warning, .warning))\n\(PlainText.line(token.token ?? ""))"
    }
    return .done
  }
}
