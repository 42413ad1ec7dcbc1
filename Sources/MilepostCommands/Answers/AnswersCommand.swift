import ArgumentParser
import MilepostAPI
import MilepostClient

struct AnswersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answers", abstract: "Links in messages by which people answer.", subcommands: [AnswersRotate.self])
}

struct AnswersRotate: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Make another key for the links: all that were given out are void.",
    discussion: "Does not ask back. For when messages have come into wrong hands; new messages carry new links.")

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    _ = try session.client.body(of: HTTPRequest(.post, APIPath.answersRotate))
    try session.show(Rotated(rotated: true)) {
      session.say(Phrase("Links given out until now are void.", "此前发出的答复链接均已失效。"))
    }
    return .done
  }

  private struct Rotated: Encodable { let rotated: Bool }
}
