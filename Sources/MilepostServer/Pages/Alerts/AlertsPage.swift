import MilepostCore

/// What people were told, the newest first.
struct AlertsPage {
  var states: [OverviewPage.Option]
  var alerts: [AlertLine]
  var hasAlerts: Bool
  var olderHref: String?
  var newestHref: String?

  static let pageMax = 50

  /// - Parameters:
  ///   - lines: one more than a page holds when older ones follow.
  init(_ lines: [AlertLine], state: Alert.State?, isFirst: Bool, language: ViewLanguage) {
    let names = PageNames(language: language)
    states =
      [OverviewPage.Option(value: "", text: names.say("All states", "全部状态"), chosen: state == nil)]
      + Alert.State.allCases.map {
        OverviewPage.Option(value: $0.rawValue, text: names.alertState($0), chosen: state == $0)
      }
    alerts = Array(lines.prefix(AlertsPage.pageMax))
    hasAlerts = !alerts.isEmpty
    let filter = state.map { "&state=\($0.rawValue)" } ?? ""
    olderHref = lines.count > AlertsPage.pageMax ? alerts.last.map { "/alerts?before=\($0.id)\(filter)" } : nil
    newestHref = isFirst ? nil : "/alerts" + (state.map { "?state=\($0.rawValue)" } ?? "")
  }
}
