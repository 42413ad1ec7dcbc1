import ArgumentParser
import MilepostAPI

/// What may be said of a webhook, when it is added and later.
struct WebhookFields: ParsableArguments {
  @Option(
    help: ArgumentHelp("A file with the signing secret (whsec_…); - reads standard input.", valueName: "file"),
    completion: .file())
  var secretFile: String?

  @Option(help: ArgumentHelp("The language of its messages, en or zh (default: the service's).", valueName: "language"))
  var messages: String?

  @Option(
    name: .customLong("project"),
    help: ArgumentHelp(
      "Only this project's alerts; repeat for more (default: all); none: all again.", valueName: "key"),
    completion: KeyCompletion.project)
  var projects: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file of headers to send along, a line each, Name: value; an empty file: none. Values are not shown again.",
      valueName: "file"), completion: .file())
  var headerFile: String?

  @Option(
    help: ArgumentHelp(
      "A file with user:password, for receivers and mail servers that ask; none: no login.", valueName: "file"),
    completion: .file())
  var basicFile: String?

  @Option(
    help: ArgumentHelp("A file with a bearer token; none: no login.", valueName: "file"), completion: .file())
  var bearerFile: String?

  @Option(
    help: ArgumentHelp("The service's client certificate, a PEM file that the service reads; none.", valueName: "path"))
  var clientCert: String?

  @Option(help: ArgumentHelp("Its key, if it is in a file of its own; none.", valueName: "path"))
  var clientKey: String?

  @Option(
    help: ArgumentHelp("Authorities to check this receiver's certificate against, a PEM file; none.", valueName: "path")
  )
  var caFile: String?

  @Option(
    help: ArgumentHelp("An HTTP proxy, http://host:port; none. It resolves the receiver's name.", valueName: "url"))
  var proxy: String?

  @Flag(inversion: .prefixedNo, help: "HTTP/2, many requests over one connection, where the receiver has it.")
  var http2: Bool?

  @Option(help: ArgumentHelp("Seconds for a whole request.", valueName: "seconds"))
  var timeout: Int?

  @Option(help: ArgumentHelp("Requests under way at once, at most.", valueName: "count"))
  var concurrency: Int?

  @Option(
    help: ArgumentHelp(
      "Messages in a time, at most, such as 20/1m, or off; what is over it is folded.", valueName: "rate"))
  var rate: String?

  @Flag(inversion: .prefixedNo, help: "Sign with ed25519 (v1a) too; the public key is shown.")
  var ed25519: Bool?

  @Option(
    help: ArgumentHelp("A file with the Mustache template of its messages (--format template).", valueName: "file"),
    completion: .file())
  var templateFile: String?

  @Option(help: ArgumentHelp("The template's content type (default: application/json).", valueName: "type"))
  var contentType: String?

  @Option(help: ArgumentHelp("POST or PUT, for templates.", valueName: "method"))
  var method: String?

  @Option(help: ArgumentHelp("The sender of mail.", valueName: "address"))
  var from: String?

  @Option(help: ArgumentHelp("A recipient of mail; repeat for more.", valueName: "address"))
  var to: [String] = []

  @Option(help: ArgumentHelp("TLS with the mail server: required, optional or off.", valueName: "how"))
  var mailTls: String?

  /// Options that would be read from standard input.
  var inputs: [String] {
    [
      ("--secret-file", secretFile), ("--header-file", headerFile), ("--basic-file", basicFile),
      ("--bearer-file", bearerFile), ("--template-file", templateFile),
    ].filter { $0.1 == "-" }.map(\.0)
  }

  func fill(_ input: inout WebhookInput, in session: Session) throws {
    let world = session.world
    input.secret = try secretFile.map { try TextSource.line($0, in: world) }
    input.language = messages
    input.projects = try NoneOr.list(projects, option: "--project")
    input.headers = try headerFile.map { try headers(try TextSource.read($0, in: world)) }
    input.basic = try basicFile.map { $0 == "none" ? "" : try TextSource.line($0, in: world) }
    input.bearer = try bearerFile.map { $0 == "none" ? "" : try TextSource.line($0, in: world) }
    input.clientCert = clientCert.map(orNone)
    input.clientKey = clientKey.map(orNone)
    input.caFile = caFile.map(orNone)
    input.proxy = proxy.map(orNone)
    input.http2 = http2
    input.timeout = timeout
    input.concurrency = concurrency
    input.rate = rate
    input.ed25519 = ed25519
    input.template = try templateFile.map { try TextSource.read($0, in: world) }
    input.contentType = contentType
    input.method = method
    input.from = from
    input.to = to.isEmpty ? nil : to
    input.mailTls = mailTls
  }

  private func orNone(_ text: String) -> String { text == "none" ? "" : text }

  private func headers(_ text: String) throws -> [String: String] {
    var headers: [String: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.filter { $0 != "\r" }
      if line.allSatisfy(\.isWhitespace) { continue }
      guard let mark = line.firstIndex(of: ":"), mark != line.startIndex else {
        throw InputFault(
          phrase: Phrase(
            "Line \(index + 1) of the headers is not of the form Name: value.", "请求头文件第 \(index + 1) 行应写成 名称: 值。"))
      }
      let value = line[line.index(after: mark)...].drop(while: \.isWhitespace)
      headers[String(line[..<mark])] = String(value)
    }
    return headers
  }
}
