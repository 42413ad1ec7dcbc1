import MilepostAPI

extension Page {
  /// The first `limit` of `rows`; `next` is the cursor of the last of them when more follow.
  init<Row>(
    _ rows: some Sequence<Row>, limit: Int, cursor: (Row) -> String, view: (Row) throws -> Item
  ) rethrows {
    var items: [Item] = []
    var last: Row?
    for row in rows {
      if items.count == limit {
        self.init(items: items, next: last.map(cursor))
        return
      }
      items.append(try view(row))
      last = row
    }
    self.init(items: items)
  }
}
