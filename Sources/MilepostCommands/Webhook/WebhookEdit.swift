import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookEdit: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is given, and nothing else.",
    discussion: "What waits for it goes out as it is then. To change its secret step by step: milepost webhook rotate.")

  @OptionGroup var webhook: WebhookArgument

  @Option(help: ArgumentHelp("A new address; - reads it from standard input.", valueName: "url"))
  var url: String?

  @OptionGroup var fields: WebhookFields
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking { try oneInput(fields.inputs + (url == "-" ? ["--url"] : [])) } }

  func run(in session: Session) throws -> ExitStatus {
    var input = WebhookInput(url: try url.map { $0 == "-" ? try TextSource.line("-", in: session.world) : $0 })
    try fields.fill(&input, in: session)
    guard input != WebhookInput() else {
      throw InputFault(phrase: Phrase("Say what to change, for example --rate.", "请说明要修改什么，例如 --rate。"))
    }
    let view = try session.client.fetch(WebhookView.self, try HTTPRequest(.patch, webhook.path, json: input))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}

/// Standard input can be read once.
func oneInput(_ options: [String]) throws {
  guard options.count > 1 else { return }
  throw InputFault(
    phrase: Phrase(
      "Only one of \(options.joined(separator: ", ")) can be read from standard input.",
      "\(options.joined(separator: "、")) 只能有一个从标准输入读取。"))
}
