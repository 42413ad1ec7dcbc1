import MilepostCore

/// One thing that somebody must decide today, the gravest first: what is vetoed, late, at risk, behind its pace, told
/// and not acknowledged, or not delivered.
struct Decision {
  var light: String
  var lightName: String
  var tag: String
  var href: String
  var project: String
  var title: String
  var sentence: String?
  var owner: String?
  /// The newest alert about it that nobody has acknowledged.
  var alert: Int64?
  var alerts: Int?

  /// The first `max` of them, and how many there are.
  static func gravest(
    _ max: Int, of facts: ProgrammeFacts, language: ViewLanguage
  ) -> (decisions: [Decision], total: Int) {
    let names = PageNames(language: language)
    let judged = facts.attention.compactMap { attention in
      Trouble(attention).map { (attention, $0) }
    }.sorted { ($0.1.rank, $0.0.judged.milestone.due.date) < ($1.1.rank, $1.0.judged.milestone.due.date) }
    let rest = facts.own.map { Decision(own: $0, names) } + facts.undelivered.map { Decision(undelivered: $0, names) }
    // Words are found for those that are shown only: there may be hundreds.
    let shown = judged.prefix(max).map { Decision($0.0, $0.1, names) }
    return (Array((shown + rest).prefix(max)), judged.count + rest.count)
  }

  private init(_ attention: ProgrammeFacts.Attention, _ trouble: Trouble, _ names: PageNames) {
    let (project, milestone) = (attention.project, attention.judged.milestone)
    let light: MilestoneOutlook.Light = trouble == .vetoed ? .red : attention.judged.outlook.light
    (self.light, lightName) = (light.rawValue, names.light(light))
    tag = trouble.tag(names)
    href = PagePath.milestone(milestone.key, of: project.key)
    self.project = names.language.pick(project.name, en: project.nameEn)
    title = names.language.pick(milestone.name, en: milestone.nameEn)
    sentence = trouble.sentence(attention.judged, names)
    owner = milestone.labels["unit"] ?? project.owner
    alert = attention.alerts.first?.id
    alerts = attention.alerts.count > 1 ? attention.alerts.count : nil
  }

  private init(own alert: Alert, _ names: PageNames) {
    (light, lightName) = ("orange", names.light(.orange))
    tag = names.event(alert.type).prefix(1).uppercased() + names.event(alert.type).dropFirst()
    href = "/alerts"
    project = names.say("Milepost itself", "本服务")
    title = alert.subject.hasPrefix("endpoint:") ? String(alert.subject.dropFirst(9)) : names.say("Service", "服务")
    sentence = AlertLine.message(of: alert).map(names.language.pick)
    self.alert = alert.id
  }

  private init(undelivered: (endpoint: String, count: Int), _ names: PageNames) {
    (light, lightName) = ("red", names.light(.red))
    tag = names.say("Not delivered", "未送达")
    href = "/alerts"
    project = undelivered.endpoint
    title = names.say(
      "\(undelivered.count) message\(undelivered.count == 1 ? "" : "s") given up", "\(undelivered.count)条消息已放弃投递")
    sentence = names.say(
      "See why with “milepost webhook deliveries \(undelivered.endpoint)”, and send again with “milepost webhook replay”.",
      "原因请看“milepost webhook deliveries \(undelivered.endpoint)”，重发请用“milepost webhook replay”。")
  }
}

/// What is the matter with a milestone.
enum Trouble: Equatable {
  case vetoed
  case late(days: Int)
  case atRisk(days: Int)
  case behind(points: Int)
  case dueToday
  /// Nothing but that it was told and nobody has said that they know.
  case told

  /// Nil when nobody has to do anything about it.
  init?(_ attention: ProgrammeFacts.Attention) {
    let (milestone, outlook) = (attention.judged.milestone, attention.judged.outlook)
    if case .gate(let gate) = milestone.detail, gate.verdict.outcome == .vetoed {
      self = .vetoed
    } else if outlook.state == .overdue {
      self = .late(days: outlook.daysOverdue)
    } else if outlook.state == .open, outlook.floatDays < 0 || milestone.riskDate != nil {
      self = .atRisk(days: max(0, -outlook.floatDays))
    } else if case .count(let duty) = milestone.detail, let today = attention.today,
      let pace = duty.pace(due: milestone.due.date, today: today), pace.isBehind
    {
      self = .behind(points: Int(pace.pointsBehind.rounded()))
    } else if let today = attention.today, milestone.due.date == today, milestone.actual == nil {
      self = .dueToday
    } else if !attention.alerts.isEmpty {
      self = .told
    } else {
      return nil
    }
  }

  var rank: Int {
    switch self {
    case .vetoed: 0
    case .late: 1
    case .atRisk: 2
    case .dueToday: 3
    case .behind: 4
    case .told: 5
    }
  }

  func tag(_ names: PageNames) -> String {
    switch self {
    case .vetoed: names.say("Vetoed", "一票否决")
    case .late(let days): names.say("\(days) day\(days == 1 ? "" : "s") late", "逾期\(days)天")
    case .atRisk(let days):
      days > 0
        ? names.say("At risk by \(days) working day\(days == 1 ? "" : "s")", "预计晚\(days)个工作日")
        : names.say("At risk", "预警")
    case .behind(let points): names.say("\(points) points behind", "落后\(points)个百分点")
    case .dueToday: names.say("Due today", "今天到期")
    case .told: names.say("Unacknowledged", "未确认")
    }
  }

  func sentence(_ judged: ProgrammeFacts.Judged, _ names: PageNames) -> String? {
    let milestone = judged.milestone
    switch milestone.detail {
    case .gate(let gate): return names.language.pick(gate.verdict.reason)
    case .count, .recurring, .finding, nil: break
    }
    if let reason = milestone.projection?.reason { return names.language.pick(reason) }
    let due = milestone.due.date
    return judged.outlook.forecast == due
      ? names.say("Promised for \(due).", "承诺\(due)。")
      : names.say(
        "Promised for \(due), expected on \(judged.outlook.forecast).", "承诺\(due)，预计\(judged.outlook.forecast)。")
  }
}
