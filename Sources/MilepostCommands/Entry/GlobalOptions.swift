import ArgumentParser
import Glibc

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The service's socket (default: $MILEPOST_SOCKET, else /run/milepost/milepost.sock).", valueName: "path"),
    completion: .file())
  var socket: String?

  @Option(
    help: ArgumentHelp(
      "A service on the network, https://host:port, or http:// on this machine (default: $MILEPOST_SERVER, else the socket).",
      valueName: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      "A file with the token to show there; - reads standard input (default: $MILEPOST_TOKEN_FILE).", valueName: "file"),
    completion: .file())
  var tokenFile: String?

  @Option(help: "Language of the output: en or zh (default: $MILEPOST_LANG, else the locale's).")
  var lang: Language?

  @Flag(help: "Answer in JSON, as the API does; a refusal too, on standard error.")
  var json = false

  /// A usage error in the reader's language.
  func fault(_ phrase: Phrase) -> ValidationError {
    var environment: [String: String] = [:]
    for name in ["MILEPOST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
      environment[name] = getenv(name).map { String(cString: $0) }
    }
    return ValidationError(phrase.text(Language.choose(option: lang, environment: environment)))
  }

  /// What `body` makes of the arguments; an `InputFault` of it as a usage error.
  func checking<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let fault as InputFault { throw self.fault(fault.phrase) }
  }
}
