import MilepostCore

/// Words of the domain, as a page says them.
struct PageNames {
  let language: ViewLanguage

  func light(_ light: MilestoneOutlook.Light) -> String {
    switch light {
    case .red: say("Red", "红")
    case .orange: say("Orange", "橙")
    case .yellow: say("Yellow", "黄")
    case .green: say("Green", "绿")
    case .grey: say("Done", "已完成")
    }
  }

  func kind(_ kind: Milestone.Kind) -> String {
    switch kind {
    case .date: say("date", "日期")
    case .count: say("count", "计数")
    case .recurring: say("recurring", "周期")
    case .gate: say("gate", "关口")
    case .finding: say("finding", "问题")
    }
  }

  func alertState(_ state: Alert.State) -> String {
    switch state {
    case .open: say("open", "待确认")
    case .acknowledged: say("acknowledged", "已确认")
    case .snoozed: say("put off", "稍后再提醒")
    case .resolved: say("resolved", "已解除")
    }
  }

  /// An event of the webhook contract.
  func event(_ type: String) -> String {
    switch type {
    case "milestone.upcoming": say("coming up", "临近")
    case "milestone.due": say("due", "到期")
    case "milestone.overdue": say("overdue", "逾期")
    case "milestone.reached": say("reached", "完成")
    case "milestone.reopened": say("reopened", "重新打开")
    case "milestone.rescheduled": say("rescheduled", "改期")
    case "milestone.at_risk": say("at risk", "预警")
    case "milestone.recovered": say("recovered", "恢复")
    case "milestone.stale": say("no word", "久无消息")
    case "count.behind": say("behind pace", "进度落后")
    case "gate.vetoed": say("vetoed", "一票否决")
    case "project.digest": say("digest", "简报")
    case "alert.escalated": say("escalated", "升级")
    case "alert.group": say("several", "合并")
    case "endpoint.failing": say("receiver failing", "接收方失联")
    case "endpoint.recovered": say("receiver back", "接收方恢复")
    case "service.caught_up": say("caught up", "补发")
    case "test.ping": say("test", "测试")
    default: type
    }
  }

  /// An entry of the ledger.
  func action(_ action: String) -> String {
    guard language == .zh else { return action.replacing(".", with: " ").replacing("_", with: " ") }
    return PageNames.actions[action] ?? action
  }

  private static let actions = [
    "project.add": "登记项目", "project.edit": "修改项目", "project.archive": "归档项目", "milestone.add": "登记节点",
    "milestone.edit": "修改节点", "milestone.forecast": "预计变动", "milestone.missed": "错过一次", "milestone.report": "上报数量",
    "milestone.remove": "删除节点", "milestone.expect": "上报预计", "milestone.reach": "上报完成",
    "milestone.reopen": "重新打开", "activity.add": "登记工作", "activity.edit": "修改工作", "activity.remove": "删除工作",
    "activity.start": "工作开始", "activity.finish": "工作完成", "activity.progress": "上报剩余", "activity.reopen": "工作重开",
    "alert.acknowledge": "确认提醒", "baseline.set": "设定基线", "gate.check": "检查",
    "gate.close": "关闭关口", "gate.reopen": "撤回检查", "finding.assign": "交办", "finding.fix": "整改", "finding.check": "复查",
    "finding.reject": "退回", "finding.close": "销号", "webhook.add": "登记接收方", "webhook.edit": "修改接收方",
    "webhook.remove": "删除接收方", "webhook.replay": "重发", "webhook.disable": "停用接收方", "calendar.set": "设定日历",
  ]

  func delivery(_ state: Delivery.State) -> String {
    switch state.rawValue {
    case "delivered": say("delivered", "已送达")
    case "dead": say("given up", "已放弃")
    case "folded": say("told with others", "合并发出")
    case "withdrawn": say("taken back", "已撤回")
    default: say("waiting", "待投递")
    }
  }

  func finding(_ state: String) -> String {
    switch state {
    case "found": say("found", "已发现")
    case "assigned": say("assigned", "已交办")
    case "put_right", "putRight": say("put right", "已整改")
    case "rejected": say("rejected", "已退回")
    case "checked": say("checked", "已复查")
    case "closed": say("closed", "已销号")
    default: state
    }
  }

  func check(_ result: GateCheck.Result?) -> String {
    switch result {
    case nil: say("open", "未检查")
    case .passed?: say("passed", "通过")
    case .failed?: say("failed", "未通过")
    }
  }

  /// Working days with their sign: `+5`, `−3`.
  func float(_ days: Int) -> String { days > 0 ? "+\(days)" : days < 0 ? "−\(-days)" : "0" }

  func say(_ en: String, _ zh: String) -> String { language == .en ? en : zh }
}
