import MilepostAPI

extension Session {
  func table(of routes: [RouteView]) -> Table {
    var table = Table([
      Table.Column(Phrase("ROUTE", "路由")),
      Table.Column(Phrase("BELOW", "上级")),
      Table.Column(Phrase("MATCH", "匹配条件"), canShrink: true),
      Table.Column(Phrase("TO", "发往"), canShrink: true),
      Table.Column(Phrase("WHEN", "时间"), canShrink: true),
      Table.Column(Phrase("NEXT LEVELS", "逐级上报"), canShrink: true),
    ])
    for route in routes {
      table.add(
        Table.Cell(route.name ?? ""), Table.Cell(route.parent ?? ""),
        Table.Cell((route.match ?? []).joined(separator: ", ")),
        Table.Cell(audience(route), route.missing == nil ? .plain : .bad), Table.Cell(times(route)),
        Table.Cell(levels(route)))
    }
    return table
  }

  func details(of route: RouteView) -> String {
    var details = Details()
    details.add(say(Phrase("Route", "路由")), route.name, .heading)
    details.add(say(Phrase("Below", "上级")), route.parent)
    details.add(say(Phrase("Match", "匹配条件")), (route.match ?? []).joined(separator: ", "))
    details.add(say(Phrase("To", "发往")), audience(route))
    details.add(say(Phrase("Missing", "已失效")), route.missing.map(words.list), .bad)
    details.add(say(Phrase("Continue", "继续匹配")), route.continue == true ? say(Phrase("yes", "是")) : nil)
    details.add(say(Phrase("When", "时间")), times(route))
    details.add(say(Phrase("Next levels", "逐级上报")), levels(route))
    details.add(
      say(Phrase("Clock", "时区与日历")), [route.zone, route.calendar].compactMap { $0 }.joined(separator: ", "))
    return details.rendered(palette: palette)
  }

  private func audience(_ route: RouteView) -> String {
    if let to = route.to, !to.isEmpty { return words.list(to) }
    return route.parent == nil ? say(Phrase("all", "全部")) : say(Phrase("as above", "同上级"))
  }

  private func times(_ route: RouteView) -> String {
    var parts: [String] = []
    if let digest = route.digest { parts.append(say(Phrase("digest \(digest)", "汇总 \(digest)"))) }
    if let labels = route.groupBy {
      parts.append(say(Phrase("grouped by \(labels.joined(separator: ", "))", "按 \(labels.joined(separator: "、")) 合并")))
    }
    if let wait = route.groupWait { parts.append(say(Phrase("wait \(wait)", "等待 \(wait)"))) }
    if let interval = route.groupInterval { parts.append(say(Phrase("every \(interval)", "间隔 \(interval)"))) }
    if let quiet = route.quiet, !quiet.isEmpty {
      parts.append(say(Phrase("quiet \(quiet.joined(separator: ", "))", "免打扰 \(quiet.joined(separator: "、"))")))
    }
    if route.workingDays == true { parts.append(say(Phrase("working days", "仅工作日"))) }
    return parts.joined(separator: "; ")
  }

  private func levels(_ route: RouteView) -> String {
    (route.escalate ?? []).map { "\($0.after) → \(words.list($0.to))" }.joined(separator: "; ")
  }
}
