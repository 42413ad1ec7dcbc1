import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register an address that alerts are sent to.",
    discussion: """
      Each request is signed (Standard Webhooks); chat receivers get messages of their own form (--format), signed as \
      they ask with the secret that they gave. Without --secret-file the service makes the secret; it is shown \
      this once. What is typed on a command line can be seen by others on the machine: give an address that holds a \
      token as --url - and it is read from standard input.
      """)

  @Argument(help: "A short name for it: lower-case letters, digits and hyphens.")
  var name: String

  @Option(help: ArgumentHelp("The address, http or https; - reads it from standard input.", valueName: "url"))
  var url: String

  @Option(
    help: ArgumentHelp("A file with the signing secret (whsec_…); - reads standard input.", valueName: "file"),
    completion: .file())
  var secretFile: String?

  @Option(
    help: ArgumentHelp(
      "The form of its messages: standard, cloudevents, alertmanager, feishu, dingtalk, wecom, slack, teams, telegram or ntfy.",
      valueName: "format"))
  var format: String?

  @Option(help: ArgumentHelp("The language of its messages, en or zh (default: the service's).", valueName: "language"))
  var messages: String?

  @Option(
    name: .customLong("project"),
    help: ArgumentHelp("Only this project's alerts; repeat for more (default: all).", valueName: "key"),
    completion: KeyCompletion.project)
  var projects: [String] = []

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard url != "-" || secretFile != "-" else {
      throw options.fault(
        Phrase(
          "Only one of --url and --secret-file can be read from standard input.", "--url 与 --secret-file 只能有一个从标准输入读取。")
      )
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let input = WebhookInput(
      name: name, url: url == "-" ? try TextSource.line("-", in: session.world) : url,
      secret: try secretFile.map { try TextSource.line($0, in: session.world) },
      projects: projects.isEmpty ? nil : projects, format: format, language: messages)
    let webhook = try session.client.fetch(
      WebhookView.self, try HTTPRequest(.post, APIPath.webhooks, json: input))
    try session.show(webhook) { text(webhook, in: session) }
    return .done
  }

  private func text(_ webhook: WebhookView, in session: Session) -> String {
    let added = session.say(
      Phrase(
        "Registered webhook \(webhook.name): \(webhook.url). Try it: milepost webhook test \(webhook.name)",
        "已登记 webhook \(webhook.name)：\(webhook.url)。可测试：milepost webhook test \(webhook.name)"))
    guard secretFile == nil, let secret = webhook.secret else { return added }
    let warning = session.say(
      Phrase(
        "This secret is shown only now; keep it where the receiver checks signatures:", "密钥仅显示这一次，请保存到接收方用于验签："))
    return "\(added)\n\(session.palette.paint(warning, .warning))\n\(PlainText.line(secret))"
  }
}
