import MilepostAPI

/// Do alerts still go where routes say, and is anything kept quiet? Each check is a pure function of what was seen.
enum RouteChecks {
  static func routes(_ routes: [RouteView]) -> [Finding] {
    let broken = routes.filter { $0.missing?.isEmpty == false }
    guard !broken.isEmpty else { return [] }
    return broken.map { route in
      let (name, missing) = (route.name ?? "?", (route.missing ?? []).joined(separator: ", "))
      return .fail(
        "routes",
        Phrase(
          "Route \(name) names webhooks that are gone or switched off: \(missing); the default route stands in.",
          "路由 \(name) 指向的 webhook 已删除或停用：\(missing)；暂由默认路由代替。"),
        advice: Phrase(
          "Name others: milepost route edit \(name) --to NAME", "请改用其他：milepost route edit \(name) --to 名称"))
    }
  }

  static func silences(_ silences: [SilenceView]) -> [Finding] {
    silences.filter { $0.state == "active" }.map { silence in
      .warn(
        "silence",
        Phrase(
          "Silence \(silence.id) hides \(silence.match.joined(separator: ", ")) until \(silence.endsAt): \(silence.comment)",
          "静默 \(silence.id) 屏蔽 \(silence.match.joined(separator: ", "))，到 \(silence.endsAt) 为止：\(silence.comment)"),
        advice: Phrase("End it: milepost silence expire \(silence.id)", "如需结束：milepost silence expire \(silence.id)"))
    }
  }
}
