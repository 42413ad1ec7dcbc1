#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import MilepostAPI
import MilepostClient

/// One run of a command: the service that it asks, and how it speaks to whoever ran it.
struct Session {
  let world: World
  let client: Client
  let language: Language
  let format: OutputFormat
  let palette: Palette

  /// Throws an `InputFault` when the service's address or the token's file cannot be used.
  init(world: World, options: GlobalOptions) throws {
    self.world = world
    client = Client(address: try Session.address(options, in: world))
    language = Language.choose(option: options.lang, environment: world.environment)
    format = options.json ? .json : .text
    palette = Palette(isTerminal: world.outputIsTerminal, environment: world.environment)
  }

  /// What the command line says goes before what the environment says, a server before a socket.
  private static func address(_ options: GlobalOptions, in world: World) throws -> ServiceAddress {
    let written = options.server ?? (options.socket == nil ? world.environment["MILEPOST_SERVER"] : nil)
    guard let written, !written.isEmpty else {
      return ServiceAddress(option: options.socket, environment: world.environment)
    }
    guard var server = ServerAddress(written) else {
      throw InputFault(
        phrase: Phrase(
          "“\(written)” is no address of a service; write it like https://milepost.example.org:8470.",
          "“\(written)”不是服务地址；请写成 https://milepost.example.org:8470 的形式。"))
    }
    if let file = options.tokenFile ?? world.environment["MILEPOST_TOKEN_FILE"], !file.isEmpty {
      server.token = try TextSource.line(file, in: world)
    }
    return .server(server)
  }

  var words: Words { Words(language: language, palette: palette) }

  /// Answers with `value` in the form that was asked for; `text` says it to people, without a line end.
  func show(_ value: some Encodable, text: () throws -> String) throws {
    switch format {
    case .json: world.output(String(decoding: try WireCoder.encode(value, pretty: true), as: UTF8.self) + "\n")
    case .text: world.output(try text() + "\n")
    }
  }

  /// A line for people, beside the answer; programs are spared it.
  func remark(_ phrase: Phrase, _ style: Style = .plain) {
    guard case .text = format else { return }
    world.output(palette.paint(PlainText.line(phrase.text(language)), style) + "\n")
  }

  func say(_ phrase: Phrase) -> String { PlainText.line(phrase.text(language)) }

  /// A table, or a sentence when it has no rows.
  func text(_ table: Table, whenEmpty: Phrase) -> String {
    guard !table.rows.isEmpty else { return say(whenEmpty) }
    return table.rendered(language: language, palette: palette, columnsMax: world.columns)
  }

  /// Why it was not done, on standard error.
  func complain(_ problem: Problem) {
    switch format {
    case .json:
      let text = (try? WireCoder.encode(problem)).map { String(decoding: $0, as: UTF8.self) } ?? problem.code
      world.errorOutput(text + "\n")
    case .text:
      let place = problem.place.map { " (\(PlainText.line($0)))" } ?? ""
      world.errorOutput("milepost: \(say(Phrase(problem.detail, problem.detailZh)))\(place)\n")
    }
  }
}
