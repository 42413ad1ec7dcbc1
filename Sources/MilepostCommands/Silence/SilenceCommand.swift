import ArgumentParser
import MilepostAPI
import MilepostClient

struct SilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence", abstract: "Times in which alerts of some kind are told to nobody.",
    subcommands: [SilenceAdd.self, SilenceList.self, SilenceShow.self, SilenceExpire.self])
}

struct SilenceAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Silence what matches until a time; what still stands then goes out then.",
    discussion: "It says what it hides now. Try it with --dry-run first.")

  @Argument(help: "Conditions such as project=\"school-3\"; all must hold.")
  var match: [String]

  @Option(help: ArgumentHelp("For how long: 4h, 3d.", valueName: "time"))
  var `for`: String?

  @Option(help: ArgumentHelp("Until the end of a day, or “2022-06-30 14:00”.", valueName: "date"))
  var until: String?

  @Option(help: ArgumentHelp("From when (default: now).", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("Why; required.", valueName: "text"))
  var comment: String

  @Flag(help: "Also if it lasts longer than 90 days.")
  var force = false

  @Flag(help: "Only show what it would hide.")
  var dryRun = false

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (self.for == nil) != (until == nil) else {
      throw options.fault(Phrase("Give either --for or --until.", "请在 --for 与 --until 中给出一个。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    let input = SilenceInput(
      match: match, start: from, end: until, for: self.for, comment: comment, force: force ? true : nil)
    var request = try HTTPRequest(.post, APIPath.silences, json: input)
    if dryRun { request.query.append(.init("dry_run", "true")) }
    let view = try session.client.fetch(SilenceView.self, request)
    try session.show(view) {
      let done =
        dryRun
        ? Phrase("Nothing was silenced.", "未设置静默。")
        : Phrase(
          "Silence \(view.id) lasts until \(session.words.moment(view.endsAt)).",
          "静默 \(view.id) 持续到 \(session.words.moment(view.endsAt))。")
      return session.preview(of: view) + "\n" + session.say(done)
    }
    return .done
  }
}

struct SilenceList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List silences that are in force or to come, the first to end first.")

  @Flag(help: "Also those that are over.")
  var all = false

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let silences = try page.collect(
      SilenceView.self, from: session.client, APIPath.silences, query: all ? [.init("all", "true")] : [])
    try session.show(silences) {
      session.text(
        SilenceList.table(silences.items, words: session.words), whenEmpty: Phrase("Nothing is silenced.", "没有静默。"),
        page: silences)
    }
    return .done
  }

  private static func table(_ silences: [SilenceView], words: Words) -> Table {
    var table = Table([
      Table.Column(Phrase("ID", "编号"), .right),
      Table.Column(Phrase("STATE", "状态")),
      Table.Column(Phrase("MATCH", "匹配条件"), canShrink: true),
      Table.Column(Phrase("FROM", "开始")),
      Table.Column(Phrase("UNTIL", "结束")),
      Table.Column(Phrase("BY", "设置人"), canShrink: true),
      Table.Column(Phrase("WHY", "原因"), canShrink: true),
    ])
    for silence in silences {
      table.add(
        Table.Cell("\(silence.id)"), words.silenceState(silence.state),
        Table.Cell(silence.match.joined(separator: ", ")), Table.Cell(words.moment(silence.startsAt)),
        Table.Cell(words.moment(silence.endsAt)), Table.Cell(silence.author), Table.Cell(silence.comment))
    }
    return table
  }
}

struct SilenceShow: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one, with what it hides now.")

  @Argument(help: "Its number.")
  var id: Int64

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(SilenceView.self, HTTPRequest(.get, APIPath.silence(id)))
    try session.show(view) { session.preview(of: view) }
    return .done
  }
}

struct SilenceExpire: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: "End one now; what still stands goes out now.")

  @Argument(help: "Its number.")
  var id: Int64

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(SilenceView.self, HTTPRequest(.post, "\(APIPath.silence(id))/expire"))
    try session.show(view) { session.say(Phrase("Silence \(id) is over.", "静默 \(id) 已结束。")) }
    return .done
  }
}

extension Words {
  func silenceState(_ state: String) -> Table.Cell {
    switch state {
    case "active": Table.Cell(Phrase("in force", "生效中").text(language), .warning)
    case "pending": Table.Cell(Phrase("to come", "未开始").text(language))
    default: Table.Cell(Phrase("over", "已结束").text(language), .faint)
    }
  }
}

extension Session {
  func preview(of silence: SilenceView) -> String {
    var details = Details()
    details.add(say(Phrase("Match", "匹配条件")), silence.match.joined(separator: ", "), .heading)
    details.add(say(Phrase("From", "开始")), words.moment(silence.startsAt))
    details.add(say(Phrase("Until", "结束")), words.moment(silence.endsAt))
    details.add(say(Phrase("By", "设置人")), silence.author)
    details.add(say(Phrase("Why", "原因")), silence.comment)
    let count = silence.alerts ?? 0
    details.add(say(Phrase("Hides now", "目前涉及")), say(Phrase("\(count) open alerts", "\(count) 条未解除的提醒")))
    var lines = [details.rendered(palette: palette)]
    for alert in silence.shown ?? [] {
      let place = alert.subject ?? "\(alert.project)/\(alert.milestone)"
      lines.append(PlainText.line("  \(alert.id)  \(words.event(alert.type))  \(place)"))
    }
    if silence.matchesAll == true {
      let warning = Phrase("It matches every alert: nobody will be told of anything.", "它匹配所有提醒：期间不会有任何通知。")
      lines.append(palette.paint(say(warning), .bad))
    }
    return lines.joined(separator: "\n")
  }
}
