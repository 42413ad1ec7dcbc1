import ArgumentParser
import MilepostAPI
import MilepostClient

struct BackupCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy everything into one file, while the service goes on.",
    discussion: """
      The service writes the file into the folder “backups” beside its database, readable by its own user alone. \
      Addresses and secrets of webhooks are left out unless --with-secrets is given: restored from such a backup, \
      webhooks are paused until they have theirs again.
      """)

  @Argument(help: "A file name (default: one made of the moment).")
  var name: String?

  @Flag(help: "Put addresses and secrets in too; keep such a file as you keep the secrets.")
  var withSecrets = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(
      .post, APIPath.backup, json: BackupInput(name: name, withSecrets: withSecrets ? true : nil))
    let view = try session.client.fetch(BackupView.self, request)
    try session.show(view) {
      let (en, zh) = view.withSecrets ? ("with secrets", "含密钥") : ("without secrets", "不含密钥")
      return session.say(
        Phrase(
          "\(view.path): \(view.bytes) bytes, \(view.ledgerEntries) entries in the ledger, \(en).",
          "\(view.path)：\(view.bytes) 字节，台账 \(view.ledgerEntries) 条，\(zh)。"))
    }
    return .done
  }
}
