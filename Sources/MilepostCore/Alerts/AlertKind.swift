/// What an event is called in a title.
package enum AlertKind {
  /// Those of single alerts, as `type` names them.
  package static let types = [
    "milestone.upcoming", "milestone.due", "milestone.overdue", "milestone.reached", "milestone.reopened",
    "milestone.rescheduled", "milestone.at_risk", "milestone.recovered", "milestone.stale", "count.behind",
    "gate.vetoed", "project.digest", "endpoint.failing", "endpoint.recovered", "service.caught_up", "test.ping",
  ]

  package static func words(_ type: String) -> Bilingual {
    switch type {
    case "milestone.upcoming": Bilingual(en: "Coming up", zh: "即将到期")
    case "milestone.due": Bilingual(en: "Due today", zh: "今天到期")
    case "milestone.overdue": Bilingual(en: "Overdue", zh: "已逾期")
    case "milestone.at_risk": Bilingual(en: "At risk", zh: "有延误风险")
    case "milestone.recovered": Bilingual(en: "Back on track", zh: "风险解除")
    case "milestone.reached": Bilingual(en: "Reached", zh: "已完成")
    case "milestone.reopened": Bilingual(en: "Open again", zh: "重新打开")
    case "milestone.rescheduled": Bilingual(en: "New date", zh: "日期变更")
    case "milestone.stale": Bilingual(en: "No word", zh: "久无进展消息")
    case "gate.vetoed": Bilingual(en: "Check failed", zh: "检查未通过")
    case "count.behind": Bilingual(en: "Behind its pace", zh: "进度落后")
    case "project.digest": Bilingual(en: "How it stands", zh: "项目简报")
    case "endpoint.failing": Bilingual(en: "A receiver does not answer", zh: "接收端无响应")
    case "endpoint.recovered": Bilingual(en: "A receiver answers again", zh: "接收端恢复")
    case "service.caught_up": Bilingual(en: "Back after a pause", zh: "服务恢复运行")
    case GroupMessage.type: Bilingual(en: "Alerts", zh: "提醒汇总")
    case "test.ping": Bilingual(en: "Test", zh: "测试")
    default: Bilingual(en: "Milepost", zh: "Milepost")
    }
  }

  /// What puts an end to an open alert, and so is told only where that one was.
  package static func isRecovery(_ type: String) -> Bool {
    type == "milestone.recovered" || type == "endpoint.recovered"
  }
}
