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
    help: ArgumentHelp(
      "The form of its messages: standard, cloudevents, alertmanager, feishu, dingtalk, wecom, slack, teams, telegram, ntfy, email or template.",
      valueName: "format"))
  var format: String?

  @Flag(help: "Send a test message first, and register it only if that arrives.")
  var test = false

  @Flag(help: "With --test: register it even so, as unproven.")
  var force = false

  @OptionGroup var fields: WebhookFields
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try options.checking { try oneInput(fields.inputs + (url == "-" ? ["--url"] : [])) }
    guard test || !force else {
      throw options.fault(Phrase("--force goes with --test.", "--force 须与 --test 一起使用。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    var input = WebhookInput(name: name, url: url == "-" ? try TextSource.line("-", in: session.world) : url)
    try fields.fill(&input, in: session)
    input.format = format
    if test { (input.test, input.force) = (true, force) }
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
    var lines = [added]
    if webhook.options?.unproven ?? false {
      lines.append(
        session.palette.paint(
          session.say(Phrase("Its test failed: it is unproven.", "测试未通过：该 webhook 未经验证。")), .warning))
    }
    if fields.secretFile == nil, let secret = webhook.secret { lines += session.shownOnce(secret) }
    if let key = webhook.options?.publicKey { lines.append(session.publicKey(key)) }
    return lines.joined(separator: "\n")
  }
}
