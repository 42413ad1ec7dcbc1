import MilepostAPI

/// Words that stand for the API's own.
struct Words {
  let language: Language
  let palette: Palette

  /// `● red` where there are colours, the bare word where there are none.
  func light(_ light: String) -> Table.Cell {
    let (phrase, style): (Phrase, Style) =
      switch light {
      case "red": (Phrase("red", "红"), .bad)
      case "orange": (Phrase("orange", "橙"), .warning)
      case "yellow": (Phrase("yellow", "黄"), .warning)
      case "green": (Phrase("green", "绿"), .good)
      case "grey": (Phrase("grey", "灰"), .faint)
      default: (Phrase(light, light), .plain)
      }
    return Table.Cell((palette.isColoured ? "● " : "") + phrase.text(language), style)
  }

  /// The state of a milestone, an alert, a webhook or a delivery.
  func state(_ state: String) -> Table.Cell {
    let (phrase, style): (Phrase, Style) =
      switch state {
      case "open": (Phrase("open", "未完成"), .plain)
      case "overdue": (Phrase("overdue", "逾期"), .bad)
      case "reached": (Phrase("reached", "已完成"), .good)
      case "acknowledged": (Phrase("acknowledged", "已确认"), .plain)
      case "resolved": (Phrase("resolved", "已解除"), .faint)
      case "active": (Phrase("active", "启用"), .good)
      case "paused": (Phrase("paused", "暂停"), .warning)
      case "disabled": (Phrase("disabled", "停用"), .bad)
      case "pending": (Phrase("pending", "待投递"), .warning)
      case "delivered": (Phrase("delivered", "已送达"), .good)
      case "dead": (Phrase("dead", "已放弃"), .bad)
      case "folded": (Phrase("folded", "已合并"), .faint)
      case "withdrawn": (Phrase("withdrawn", "已撤回"), .faint)
      case "snoozed": (Phrase("snoozed", "已暂缓"), .plain)
      default: (Phrase(state, state), .plain)
      }
    return Table.Cell(phrase.text(language), style)
  }

  /// An open alert is not an unfinished milestone.
  func alertState(_ state: String) -> Table.Cell {
    state == "open" ? Table.Cell(Phrase("open", "待处理").text(language), .warning) : self.state(state)
  }

  /// The event type of the webhook contract, as people say it.
  func event(_ type: String) -> String {
    let phrase: Phrase =
      switch type {
      case "milestone.upcoming": Phrase("upcoming", "临近")
      case "milestone.due": Phrase("due today", "当日到期")
      case "milestone.overdue": Phrase("overdue", "逾期")
      case "milestone.reached": Phrase("reached", "已完成")
      case "milestone.reopened": Phrase("reopened", "重新打开")
      case "milestone.rescheduled": Phrase("rescheduled", "改期")
      case "milestone.at_risk": Phrase("at risk", "有逾期风险")
      case "milestone.recovered": Phrase("recovered", "风险解除")
      case "count.behind": Phrase("behind pace", "进度落后")
      case "gate.vetoed": Phrase("vetoed", "一票否决")
      case "milestone.stale": Phrase("no word", "久无进展")
      case "project.digest": Phrase("digest", "进度简报")
      case "alert.group": Phrase("several", "提醒汇总")
      case "endpoint.failing": Phrase("receiver fails", "接收端无响应")
      case "endpoint.recovered": Phrase("receiver answers", "接收端恢复")
      case "service.caught_up": Phrase("caught up", "服务恢复运行")
      case "test.ping": Phrase("test", "测试")
      default: Phrase(type, type)
      }
    return phrase.text(language)
  }

  /// Working days of float, always with a sign.
  func float(_ days: Int) -> Table.Cell {
    days < 0 ? Table.Cell("\(days)", .bad) : Table.Cell(days == 0 ? "0" : "+\(days)")
  }

  /// Days with a sign; `isBad` where more is worse.
  func float(_ days: Int, isBad: Bool) -> Table.Cell {
    Table.Cell(days > 0 ? "+\(days)" : "\(days)", isBad ? .bad : .good)
  }

  func name(_ name: String, en: String?) -> String {
    switch language {
    case .english: en ?? name
    case .chinese: name
    }
  }

  func list(_ items: [String]) -> String { items.joined(separator: Phrase(", ", "、").text(language)) }

  func yesOrNo(_ value: Bool) -> String { (value ? Phrase("yes", "是") : Phrase("no", "否")).text(language) }

  /// What came of a try. An error that is only the status, or begins with it, says the status as well.
  static func outcome(_ status: Int?, _ error: String?) -> String {
    guard let status else { return error ?? "" }
    let text = AnswerStatus.text(status)
    guard let error else { return text }
    return error == text || error.hasPrefix("\(status) ") ? error : "\(text): \(error)"
  }

  /// The moment by the reader's own clock; a form that is not known is shown as it came.
  func moment(_ rfc3339: String?) -> String {
    guard let rfc3339 else { return "" }
    return Moment(rfc3339: rfc3339)?.local ?? rfc3339
  }
}
