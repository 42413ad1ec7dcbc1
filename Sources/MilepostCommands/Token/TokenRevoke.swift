import ArgumentParser
import MilepostAPI
import MilepostClient

struct TokenRevoke: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a token, and every sign-in with it, at once and for good.")

  @Argument(help: "The token's name.")
  var name: String

  @OptionGroup var why: ReasonOption
  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let token = try session.client.fetch(
      TokenView.self, try HTTPRequest(.delete, APIPath.token(name), json: ReasonInput(reason: why.reason)))
    try session.show(token) { session.say(Phrase("Token \(token.name) is revoked.", "令牌 \(token.name) 已撤销。")) }
    return .done
  }
}
