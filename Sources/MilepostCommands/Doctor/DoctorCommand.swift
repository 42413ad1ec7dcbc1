import ArgumentParser
import MilepostAPI
import MilepostClient

struct DoctorCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Is all well, and would an alert reach anybody?",
    discussion: "Exit status 1 when a check fails, 3 when the service cannot be reached; warnings leave it 0.")

  private static let itemsMax = 100_000

  @Flag(help: "First put right what can be: indexes, next checks, counts, the write-ahead log.")
  var repair = false

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let repairs = repair ? checked("repair") { [try DoctorCommand.repaired(session.client)] } : []
    let (examined, status) = examine(session)
    let findings = repairs + examined
    let report = DoctorReport(findings)
    try session.show(report) { findings.map { DoctorCommand.text($0, in: session) }.joined(separator: "\n") }
    return status ?? (report.healthy ? .done : .refused)
  }

  /// The findings, and the status when there was nobody to examine.
  private func examine(_ session: Session) -> ([Finding], ExitStatus?) {
    let client = session.client
    do {
      let status = try client.fetch(StatusView.self, HTTPRequest(.get, APIPath.status, query: [.init("limit", "1")]))
      let now = session.world.now()
      var findings = [
        socket(client.address), ServiceChecks.version(service: status.version, own: MilepostVersion.current),
        ServiceChecks.clock(status, now: now), ServiceChecks.timer(status), ServiceChecks.heartbeat(status),
        DeliveryChecks.backlog(status),
      ]
      if let zones = ServiceChecks.zones(status) { findings.append(zones) }
      findings += checked("health") {
        [ServiceChecks.health(status: try client.response(to: HTTPRequest(.get, APIPath.health)).status)]
      }
      findings += checked("webhooks") { try deliveryFindings(client) }
      findings += checked("routes") { try routeFindings(client) }
      findings += checked("ledger") {
        let request = HTTPRequest(.get, APIPath.ledgerVerify)
        return [ServiceChecks.ledger(try client.fetch(LedgerVerification.self, request))]
      }
      return (findings, nil)
    } catch let failure as ClientFailure {
      return ([DoctorCommand.failed("service", failure.problem)], .unreachable)
    } catch {
      return ([DoctorCommand.failed("service", error)], nil)
    }
  }

  private func deliveryFindings(_ client: Client) throws -> [Finding] {
    let most = DoctorCommand.itemsMax
    let webhooks = try PageOptions.all(WebhookView.self, atMost: most, from: client, APIPath.webhooks)
    let projects = try PageOptions.all(ProjectView.self, atMost: most, from: client, APIPath.projects)
    return DeliveryChecks.webhooks(webhooks)
      + [DeliveryChecks.audience(projects: projects, webhooks: webhooks)].compactMap { $0 }
  }

  private func routeFindings(_ client: Client) throws -> [Finding] {
    let most = DoctorCommand.itemsMax
    return RouteChecks.routes(try PageOptions.all(RouteView.self, atMost: most, from: client, APIPath.routes))
      + RouteChecks.silences(try PageOptions.all(SilenceView.self, atMost: most, from: client, APIPath.silences))
  }

  private func socket(_ address: ServiceAddress) -> Finding {
    switch address {
    case .unixSocket(let path): ServiceChecks.socket(path, SocketFile(path: path))
    case .server(let server): .ok("server", Phrase("Reached at \(server.text).", "可通过 \(server.text) 访问。"))
    }
  }

  private static func repaired(_ client: Client) throws -> Finding {
    let view = try client.fetch(RepairView.self, HTTPRequest(.post, APIPath.repair))
    guard view.damage.isEmpty else {
      return .fail(
        "repair", Phrase("The database is damaged: \(view.damage[0])", "数据库已损坏：\(view.damage[0])"),
        advice: Phrase("Restore a backup: milepost restore FILE", "请恢复备份：milepost restore 文件"))
    }
    let counts = view.talliesWereWrong ? Phrase(", counts put right", "，已更正计数") : Phrase("", "")
    return .ok(
      "repair",
      Phrase(
        "Indexes built anew, \(view.checksReset) checks set anew\(counts.en); the file is sound.",
        "已重建索引，重设检查 \(view.checksReset) 项\(counts.zh)；文件完好。"))
  }

  /// A check that cannot be made has failed; the others go on.
  private func checked(_ check: String, _ body: () throws -> [Finding]) -> [Finding] {
    do { return try body() } catch { return [DoctorCommand.failed(check, error)] }
  }

  private static func failed(_ check: String, _ error: any Error) -> Finding {
    let problem = (error as? Problem) ?? (error as? ClientFailure)?.problem
    return .fail(check, problem.map { Phrase($0.detail, $0.detailZh) } ?? Phrase("\(error)", "\(error)"))
  }

  private static func text(_ finding: Finding, in session: Session) -> String {
    let (mark, style): (Phrase, Style) =
      switch finding.outcome {
      case .ok: (Phrase("ok  ", "正常"), .good)
      case .warn: (Phrase("warn", "注意"), .warning)
      case .fail: (Phrase("FAIL", "失败"), .bad)
      }
    let line = "\(session.palette.paint(mark.text(session.language), style))  \(session.say(finding.what))"
    return finding.advice.map { "\(line)\n      \(session.say($0))" } ?? line
  }
}
