import ArgumentParser
import MilepostAPI
import MilepostClient

struct LedgerVerify: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recompute every hash: has anything been changed behind the service's back?",
    discussion: "Exit status 1 when something has.")

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let result = try session.client.fetch(LedgerVerification.self, HTTPRequest(.get, APIPath.ledgerVerify))
    try session.show(result) {
      session.palette.paint(session.say(LedgerVerify.sentence(result)), result.intact ? .good : .bad)
    }
    return result.intact ? .done : .refused
  }

  static func sentence(_ result: LedgerVerification) -> Phrase {
    guard !result.intact else {
      return Phrase("The ledger is intact: \(result.entries) entries.", "台账完好：共 \(result.entries) 条记录。")
    }
    let place = result.brokenAt.map { Phrase(" from entry \($0) on", "（自第 \($0) 条起）") } ?? Phrase("", "")
    return Phrase(
      "The ledger is broken\(place.en): an entry's hash does not fit; compare it with a backup.",
      "台账已损坏\(place.zh)：记录的哈希不符，请与备份比对。")
  }
}
