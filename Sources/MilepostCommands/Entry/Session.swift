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

  init(world: World, options: GlobalOptions) {
    self.world = world
    client = Client(address: ServiceAddress(option: options.socket, environment: world.environment))
    language = Language.choose(option: options.lang, environment: world.environment)
    format = options.json ? .json : .text
    palette = Palette(isTerminal: world.outputIsTerminal, environment: world.environment)
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
