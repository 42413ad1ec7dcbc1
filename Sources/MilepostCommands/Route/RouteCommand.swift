import ArgumentParser
import MilepostAPI
import MilepostClient

struct RouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "route", abstract: "Which way alerts go: to whom, when, and to whom next.",
    discussion: """
      Routes form a tree below “default”. An alert is asked of each in order and takes the first that matches (with \
      --continue also those behind it); what matches none goes the default way. Without routes every webhook is told.
      """,
    subcommands: [
      RouteAdd.self, RouteEdit.self, RouteRemove.self, RouteList.self, RouteShow.self, RouteTestCommand.self,
      RouteApply.self, RouteExport.self,
    ])
}

struct RouteAdd: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a route; the last to be asked.")

  @Argument(help: "A short name: lower-case letters, digits and hyphens; “default” is the root.")
  var name: String

  @OptionGroup var fields: RouteOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try options.checking(fields.check)
    guard !fields.match.contains(where: { $0.allSatisfy(\.isWhitespace) }) else {
      throw options.fault(
        Phrase("An empty --match would match everything; leave it out for that.", "空的 --match 会匹配所有提醒；如确需如此，请省略它。"))
    }
  }

  func run(in session: Session) throws -> ExitStatus {
    var input = fields.input
    input.name = name
    let view = try session.client.fetch(RouteView.self, try HTTPRequest(.post, APIPath.routes, json: input))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}

struct RouteEdit: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change what is given; an empty text takes a setting away.")

  @Argument(help: "The route's name.")
  var name: String

  @OptionGroup var fields: RouteOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(fields.check) }

  func run(in session: Session) throws -> ExitStatus {
    let request = try HTTPRequest(.patch, APIPath.route(name), json: fields.input)
    let view = try session.client.fetch(RouteView.self, request)
    try session.show(view) { session.details(of: view) }
    return .done
  }
}

struct RouteRemove: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a route; what waits by it goes out at its time.")

  @Argument(help: "The route's name.")
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    _ = try session.client.body(of: HTTPRequest(.delete, APIPath.route(name)))
    try session.show(Removed(removed: name)) {
      session.say(Phrase("Removed route \(name).", "已删除路由 \(name)。"))
    }
    return .done
  }
}

struct RouteShow: ServiceCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one route.")

  @Argument(help: "The route's name.")
  var name: String

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    let view = try session.client.fetch(RouteView.self, HTTPRequest(.get, APIPath.route(name)))
    try session.show(view) { session.details(of: view) }
    return .done
  }
}

struct RouteList: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List routes in the order in which they are asked.")

  @OptionGroup var page: PageOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws { try options.checking(page.check) }

  func run(in session: Session) throws -> ExitStatus {
    let routes = try page.collect(RouteView.self, from: session.client, APIPath.routes)
    try session.show(routes) {
      session.text(
        session.table(of: routes.items),
        whenEmpty: Phrase("There are no routes: every webhook is told at once.", "没有路由：提醒立即发往所有 webhook。"),
        page: routes)
    }
    return .done
  }
}
