import ArgumentParser
import MilepostAPI
import MilepostClient

struct FeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Private links to calendar, ledger and badges.",
    subcommands: [FeedAdd.self, FeedList.self, FeedRevoke.self])
}

struct FeedAdd: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Give somebody a private link of their own.",
    discussion: """
      Whoever has the link sees dates and changes, and can change nothing. It is shown this once. Calendars are \
      subscribed to, feed readers follow the ledger, badges stand on pages of others.
      """)

  @Argument(help: "Whose link it is: lower-case letters, digits and hyphens.")
  var name: String

  @Option(
    name: .customLong("project"),
    help: ArgumentHelp("Only this project; repeat for more (default: all).", valueName: "key"),
    completion: KeyCompletion.project)
  var projects: [String] = []

  @Option(
    help: ArgumentHelp("The language of what it shows, en or zh (default: the service's).", valueName: "language"))
  var language: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let input = FeedInput(name: name, projects: projects.isEmpty ? nil : projects, language: language)
    let feed = try session.client.fetch(FeedView.self, try HTTPRequest(.post, APIPath.feeds, json: input))
    try session.show(feed) { text(feed, in: session) }
    return .done
  }

  private func text(_ feed: FeedView, in session: Session) -> String {
    guard let links = feed.links else { return PlainText.line(feed.name) }
    let warning = session.say(
      Phrase("These links are shown only now; whoever has them can read.", "以下链接仅显示这一次；持有者即可查看。"))
    var details = Details()
    details.add(session.say(Phrase("Calendar", "日历")), links.calendar)
    details.add(session.say(Phrase("Ledger", "台账")), links.ledger)
    details.add(session.say(Phrase("Badges", "徽章")), "\(links.badges)PROJECT.svg")
    return session.palette.paint(warning, .warning) + "\n" + details.rendered(palette: session.palette)
  }
}

struct FeedList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List private links, who gave them out, and when each was last used.")

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let feeds = try page.collect(FeedView.self, from: session.client, APIPath.feeds)
    try session.show(feeds) {
      session.text(
        table(feeds.items, in: session),
        whenEmpty: Phrase(
          "No private links yet. Give one out with `milepost feed add`.", "还没有私有链接。请用 `milepost feed add` 发放。"),
        page: feeds)
    }
    return .done
  }

  private func table(_ feeds: [FeedView], in session: Session) -> Table {
    var table = Table([
      Table.Column(Phrase("FEED", "订阅")), Table.Column(Phrase("PROJECTS", "项目"), canShrink: true),
      Table.Column(Phrase("LAST USED", "最近使用")), Table.Column(Phrase("GIVEN OUT BY", "发放人"), canShrink: true),
    ])
    for feed in feeds {
      let projects = feed.projects.isEmpty ? session.say(Phrase("all", "全部")) : session.words.list(feed.projects)
      let used = feed.lastUsedAt.flatMap(Moment.init(rfc3339:))?.local ?? "-"
      table.add(Table.Cell(feed.name), Table.Cell(projects), Table.Cell(used), Table.Cell(feed.createdBy))
    }
    return table
  }
}

struct FeedRevoke: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a private link at once.", discussion: "Does not ask back.")

  @Argument(help: "The link's name.")
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    _ = try session.client.body(of: HTTPRequest(.delete, APIPath.feed(name)))
    try session.show(Removed(removed: name)) {
      session.say(Phrase("Revoked the private link \(name).", "已撤销私有链接 \(name)。"))
    }
    return .done
  }
}
