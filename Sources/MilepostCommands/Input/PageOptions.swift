import ArgumentParser
import MilepostAPI
import MilepostClient

/// How much of a list to show.
struct PageOptions: ParsableArguments {
  /// What one request asks for at most.
  private static let pageMax = 1000

  @Option(help: ArgumentHelp("Show at most this many.", valueName: "count"))
  var limit = 100

  @Option(help: ArgumentHelp("Go on behind this cursor: “next” of an earlier answer.", valueName: "cursor"))
  var after: String?

  func check() throws {
    guard limit >= 1 else { throw InputFault(phrase: Phrase("--limit must be at least 1.", "--limit 至少为 1。")) }
  }

  /// Follows the list's pages until there are enough items, or no more.
  func collect<Item: Codable & Sendable>(
    _ type: Item.Type, from client: Client, _ path: String, query: [HTTPRequest.Parameter] = []
  ) throws -> Page<Item> {
    try PageOptions.collect(type, atMost: limit, after: after, from: client, path, query: query)
  }

  /// The list from its beginning.
  static func all<Item: Codable & Sendable>(
    _ type: Item.Type, atMost limit: Int, from client: Client, _ path: String
  ) throws -> [Item] {
    try collect(type, atMost: limit, after: nil, from: client, path, query: []).items
  }

  private static func collect<Item: Codable & Sendable>(
    _ type: Item.Type, atMost limit: Int, after: String?, from client: Client, _ path: String,
    query: [HTTPRequest.Parameter]
  ) throws -> Page<Item> {
    var items: [Item] = []
    var cursor = after
    while items.count < limit {
      var parameters = query
      parameters.append(.init("limit", "\(min(limit - items.count, pageMax))"))
      if let cursor { parameters.append(.init("after", cursor)) }
      let page = try client.fetch(Page<Item>.self, HTTPRequest(.get, path, query: parameters))
      items += page.items
      // A cursor that does not move would go on for ever.
      guard let next = page.next, next != cursor, !page.items.isEmpty else { return Page(items: items) }
      cursor = next
    }
    return Page(items: items, next: cursor)
  }
}

extension Session {
  /// The table and, when the list goes on, how to see the rest.
  func text<Item>(_ table: Table, whenEmpty: Phrase, page: Page<Item>) -> String {
    let text = text(table, whenEmpty: whenEmpty)
    guard let next = page.next else { return text }
    let more = Phrase("More follow: --after \(next), or a larger --limit.", "还有更多：--after \(next)，或增大 --limit。")
    return "\(text)\n\(palette.paint(say(more), .faint))"
  }
}
