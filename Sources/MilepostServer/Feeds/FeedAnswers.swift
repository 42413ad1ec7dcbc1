import Crypto
import Hummingbird
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostExchange
import MilepostStore

/// What the links open.
extension API {
  /// Milestones in one calendar, at most.
  private static let milestonesMax = 5000
  /// Days for which what was reached stays in the calendar.
  private static let reachedDays = 180
  private static let entriesMax = 50
  /// Entries of the ledger looked at for one page, at most.
  private static let scanMax: Int64 = 5000

  @Sendable func openFeed(_ request: Request, _ context: APIContext) async throws -> Response {
    let file = try context.name("file")
    guard let dot = file.lastIndex(of: "."), ["ics", "atom"].contains(file[file.index(after: dot)...]) else {
      throw HTTPError(.notFound)
    }
    let feed = try await feed(String(file[..<dot]))
    if file.hasSuffix(".ics") {
      _ = try QueryReader(request)
      let text = try await calendar(of: feed.projects, isChinese: feed.language == .zh)
      return .cached(text, type: "text/calendar; charset=utf-8", request)
    }
    return try await ledger(request, showing: feed.projects, isChinese: feed.language == .zh)
  }

  @Sendable func calendarForAPI(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["project", "language"])
    let language = try query.one("language", of: MessageLanguage.self) ?? engine.settings.language
    var keys = query.text("project").map { [$0] } ?? []
    if let key = keys.first {
      try context.principal.mustSee(key)
      _ = try await read { try Lookup.project(key, in: $0) }
    } else if case .only(let visible) = context.principal.projects {
      keys = visible.sorted()
      // No project at all is none, not all.
      if keys.isEmpty { keys = [""] }
    }
    let text = try await calendar(of: keys, isChinese: language == .zh)
    return .cached(text, type: "text/calendar; charset=utf-8", request)
  }

  @Sendable func ledgerForAPI(_ request: Request, _ context: APIContext) async throws -> Response {
    try await ledger(request, showing: [], isChinese: engine.settings.language == .zh)
  }

  /// - Parameter keys: the projects shown; empty: all.
  private func calendar(of keys: [String], isChinese: Bool) async throws -> String {
    let standpoint = standpoint
    return try await blocking {
      let feed = CalendarFeed(isChinese: isChinese, instance: try engine.instance())
      let entries = try engine.store.read { reader in
        try projects(keys, in: reader).reduce(into: [CalendarFeed.Entry]()) { entries, project in
          let room = API.milestonesMax - entries.count
          guard room > 0 else { return }
          let today = standpoint.today(in: project)
          for milestone in try reader.milestones(projectID: project.id, after: nil, limit: room) {
            if let actual = milestone.actual, today.days(since: actual) > API.reachedDays { continue }
            entries += feed.entries(
              of: milestone, in: project, standpoint.outlook(of: milestone, in: project),
              schedule: standpoint.schedule(of: milestone, in: project))
          }
        }
      }
      let versions = try versions(of: entries, language: isChinese ? "zh" : "en")
      return feed.text(
        name: isChinese ? "Milepost 节点" : "Milepost milestones", zip(entries, versions).map { (entry: $0, version: $1) }
      )
    }
  }

  private func projects(_ keys: [String], in reader: StoreReader) throws -> [Project] {
    guard !keys.isEmpty else { return try reader.projects(includingArchived: false) }
    return try keys.compactMap { try reader.project(key: $0) }.filter { $0.archivedAt == nil }
  }

  /// Writes only when something is another than when it was last given out.
  private func versions(of entries: [CalendarFeed.Entry], language: String) throws -> [FeedItemVersion] {
    let items = entries.map { entry in
      (uid: "\(language) \(entry.uid)", digest: Array(SHA256.hash(data: Array(entry.content.utf8)).prefix(16)))
    }
    let known = try engine.store.read { reader in try items.map { try reader.feedItem(uid: $0.uid) } }
    let changed = zip(items, known).filter { $0.0.digest != $0.1?.digest }.map(\.0)
    guard !changed.isEmpty else { return known.compactMap { $0?.version } }
    let now = engine.now
    return try engine.store.write { writer in
      for item in changed { try writer.setFeedItem(uid: item.uid, digest: item.digest, at: now) }
      return try items.map {
        try writer.reader.feedItem(uid: $0.uid)?.version ?? FeedItemVersion(sequence: 0, modifiedAt: now)
      }
    }
  }

  private func ledger(_ request: Request, showing keys: [String], isChinese: Bool) async throws -> Response {
    let before = try QueryReader(request, known: ["before"]).integer("before", in: 1...Int(Int64.max)).map { Int64($0) }
    let text = try await blocking {
      let instance = try engine.instance()
      return try engine.store.read { reader in
        var found: [LedgerEntry] = []
        var (cursor, seen): (Int64, Int64) = (before ?? .max, 0)
        while found.count <= API.entriesMax, seen < API.scanMax {
          let batch = try reader.ledger(before: cursor, limit: 200)
          guard let last = batch.last else { break }
          found += batch.filter { keys.isEmpty || API.isAbout(keys, $0) }
          (cursor, seen) = (last.sequence, seen + Int64(batch.count))
        }
        let page = found.prefix(API.entriesMax)
        // What was not looked at may hold more.
        let next = found.count > API.entriesMax ? page.last?.sequence : seen >= API.scanMax ? cursor : nil
        return LedgerFeed(isChinese: isChinese, instance: instance).text(Array(page), before: before, next: next)
      }
    }
    return .cached(text, type: "application/atom+xml; charset=utf-8", request)
  }

  /// Of these projects themselves, or of something in them; never of webhooks, tokens and the like.
  private static func isAbout(_ keys: [String], _ entry: LedgerEntry) -> Bool {
    let noun = entry.action.prefix { $0 != "." }
    guard !["webhook", "token", "feed", "route", "silence", "alert", "answers", "service"].contains(noun) else {
      return false
    }
    return keys.contains(String(entry.subject.prefix { $0 != "/" }))
  }

  @Sendable func openBadge(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = try QueryReader(request, known: ["lang"])
    let (token, name) = (try context.name("token"), try context.name("name"))
    let file = try context.parameters.get("file") == nil ? name : context.name("file")
    guard file.hasSuffix(".svg") else { throw HTTPError(.notFound) }
    let feed = try await feed(token)
    let isChinese = (try query.one("lang", of: MessageLanguage.self) ?? feed.language) == .zh
    let stem = String(file.dropLast(4))
    let (projectKey, milestoneKey) = file == name ? (stem, nil) : (name, stem)
    let standpoint = standpoint
    let badge = try await read { reader in
      // To the holder of this link, other projects do not exist.
      guard feed.shows(projectKey), let project = try reader.project(key: projectKey) else {
        throw Refusal.unknownProject(projectKey, among: feed.projects)
      }
      guard let milestoneKey else { return try picture(of: project, isChinese, in: reader, from: standpoint) }
      let milestone = try Lookup.milestone(project, milestoneKey, in: reader)
      return picture(of: milestone, standpoint.outlook(of: milestone, in: project), isChinese)
    }
    return .cached(badge.svg, type: "image/svg+xml; charset=utf-8", request)
  }

  private func picture(
    of project: Project, _ isChinese: Bool, in reader: StoreReader, from standpoint: Standpoint
  ) throws -> Badge {
    let view = try ProjectView(project, in: reader, from: standpoint)
    let light = MilestoneOutlook.Light(rawValue: view.light) ?? .grey
    let done = "\(view.milestones - view.open)/\(view.milestones)"
    return Badge(
      name: isChinese ? project.name : project.nameEn ?? project.name,
      word: "\(LightWords.text(light, isChinese)) \(done)", light: light, isChinese: isChinese)
  }

  private func picture(of milestone: Milestone, _ outlook: MilestoneOutlook, _ isChinese: Bool) -> Badge {
    let word: String
    if let actual = milestone.actual {
      word = isChinese ? "\(actual) 完成" : "reached \(actual)"
    } else if outlook.daysOverdue > 0 {
      word = isChinese ? "逾期 \(outlook.daysOverdue) 天" : "\(outlook.daysOverdue) days late"
    } else if outlook.forecast > milestone.due.date {
      word = isChinese ? "预计 \(outlook.forecast)" : "forecast \(outlook.forecast)"
    } else {
      word = isChinese ? "\(milestone.due.date) 到期" : "due \(milestone.due.date)"
    }
    return Badge(
      name: isChinese ? milestone.name : milestone.nameEn ?? milestone.name, word: word, light: outlook.light,
      isChinese: isChinese)
  }
}

enum LightWords {
  static func text(_ light: MilestoneOutlook.Light, _ isChinese: Bool) -> String {
    switch light {
    case .grey: isChinese ? "已完成" : "done"
    case .green: isChinese ? "正常" : "on time"
    case .yellow: isChinese ? "临近" : "due soon"
    case .orange: isChinese ? "延误" : "slipping"
    case .red: isChinese ? "逾期" : "late"
    }
  }
}

extension Response {
  /// With an ETag of its content; 304 without it for those who have it already.
  static func cached(_ text: String, type: String, _ request: Request) -> Response {
    let digest = SHA256.hash(data: Array(text.utf8)).prefix(12)
    let tag = "\"" + digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\""
    var headers: HTTPFields = [.eTag: tag, .cacheControl: "private, max-age=300", .contentType: type]
    headers[.xContentTypeOptions] = "nosniff"
    let known = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
      .map { $0.drop { $0 == " " } }.map { $0.hasPrefix("W/") ? $0.dropFirst(2) : $0 }
    if known.contains(where: { $0 == tag || $0 == "*" }) {
      headers[.contentType] = nil
      return Response(status: .notModified, headers: headers)
    }
    if type.hasPrefix("image/svg") {
      headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
