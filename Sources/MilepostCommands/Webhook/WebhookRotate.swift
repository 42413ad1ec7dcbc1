import ArgumentParser
import MilepostAPI
import MilepostClient

struct WebhookRotate: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give it a new signing secret; the old one signs too for a while.",
    discussion: """
      During the overlap each message carries two signatures, the new one first, so that the receiver can change over \
      at any moment of it; then the old secret is erased. An ed25519 key is changed along with it.
      """)

  @OptionGroup var webhook: WebhookArgument

  @Option(help: ArgumentHelp("How long the old one signs too: 24h, 7d, 0s (default: 24h).", valueName: "time"))
  var overlap: String?

  @Option(
    help: ArgumentHelp("A file with the new secret (default: the service makes one).", valueName: "file"),
    completion: .file())
  var secretFile: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let input = RotateInput(
      secret: try secretFile.map { try TextSource.line($0, in: session.world) }, overlap: overlap)
    let view = try session.client.fetch(
      WebhookView.self, try HTTPRequest(.post, "\(webhook.path)/rotate", json: input))
    try session.show(view) { text(view, in: session) }
    return .done
  }

  private func text(_ view: WebhookView, in session: Session) -> String {
    let until = session.words.moment(view.options?.oldSecretUntil)
    var lines = [
      session.say(
        until.isEmpty
          ? Phrase("\(view.name) has a new secret; the old one is erased.", "\(view.name) 已更换密钥，旧密钥已清除。")
          : Phrase(
            "\(view.name) has a new secret; the old one signs too until \(until).",
            "\(view.name) 已更换密钥；在 \(until) 之前旧密钥仍同时签名。"))
    ]
    if let secret = view.secret { lines += session.shownOnce(secret) }
    if let key = view.options?.publicKey { lines.append(session.publicKey(key)) }
    return lines.joined(separator: "\n")
  }
}

extension Session {
  func shownOnce(_ secret: String) -> [String] {
    let warning = say(
      Phrase(
        "This secret is shown only now; keep it where the receiver checks signatures:", "密钥仅显示这一次，请保存到接收方用于验签："))
    return [palette.paint(warning, .warning), PlainText.line(secret)]
  }

  func publicKey(_ key: String) -> String {
    say(Phrase("Public key (v1a): \(PlainText.line(key))", "公钥（v1a）：\(PlainText.line(key))"))
  }
}
