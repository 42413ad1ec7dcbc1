/// The words of the pages that are the same whatever is shown. Templates name them `w.…`.
enum PageWords {
  static func table(_ language: ViewLanguage) -> [String: String] { language == .en ? english : chinese }

  /// As templates take them.
  static func texts(_ language: ViewLanguage) -> [String: PageText] { language == .en ? englishTexts : chineseTexts }

  private static let englishTexts = english.mapValues { PageText(renderText: $0, isAmongChinese: false) }
  private static let chineseTexts = chinese.mapValues { PageText(renderText: $0, isAmongChinese: true) }

  private static let english: [String: String] = words.mapValues(\.0)
  private static let chinese: [String: String] = words.mapValues(\.1)

  private static let words: [String: (String, String)] = [
    // The frame.
    "skip": ("Skip to content", "跳到正文"), "nav": ("Pages", "页面"), "overview": ("Overview", "总览"),
    "calendar": ("Calendar", "日历"), "review": ("Monthly review", "月度晾晒"), "alerts": ("Alerts", "提醒"),
    "wall": ("Wall", "大屏"), "language": ("Language", "语言"), "theme": ("Appearance", "外观"),
    "themeAuto": ("Auto", "自动"), "themeLight": ("Light", "浅色"), "themeDark": ("Dark", "深色"),
    "live": ("Live", "实时"), "lost": ("Connection lost – trying again", "连接中断，正在重连"),
    "updated": ("Updated", "已更新"), "rehearsal": ("Rehearsal clock", "演练时钟"), "asOf": ("As of", "截至"),
    // Lights.
    "red": ("Red", "红"), "orange": ("Orange", "橙"), "yellow": ("Yellow", "黄"), "green": ("Green", "绿"),
    "grey": ("Done", "已完成"), "light": ("Light", "灯"), "lights": ("Lights", "红黄绿灯"),
    // Overview.
    "programme": ("Programme", "项目总览"), "decide": ("Needs a decision today", "今天需要决定"),
    "nothingToDecide": ("Nothing waits for a decision.", "没有等待决定的事项。"), "projects": ("Projects", "项目"),
    "project": ("Project", "项目"), "owner": ("Owner", "责任单位"), "next": ("Next milestone", "下一节点"),
    "due": ("Promised", "承诺日期"), "forecast": ("Forecast", "预计日期"), "float": ("Float", "余量"),
    "floatLong": ("Float, working days", "余量（工作日）"), "reached": ("Reached", "完成"),
    "actual": ("Reached on", "完成日期"), "timeline": ("Timeline", "时间线"), "sort": ("Sort by", "排序"),
    "sortUrgency": ("Urgency", "紧急程度"), "sortDue": ("Next date", "下一日期"), "sortName": ("Name", "名称"),
    "filter": ("Filter", "筛选"), "apply": ("Show", "显示"), "all": ("All", "全部"), "label": ("Label", "标签"),
    "clear": ("Clear", "清除"), "noProjects": ("No project matches.", "没有符合条件的项目。"),
    "noneYet": (
      "There are no projects yet. Add one with “milepost project add”, or many with “milepost apply -f plan.yaml”.",
      "还没有项目。请用“milepost project add”登记，或用“milepost apply -f plan.yaml”一次登记多个。"
    ),
    "more": ("more", "项更多"), "openAlerts": ("unacknowledged alerts", "条提醒未确认"), "moreDecisions": ("Show all", "显示全部"),
    // A project.
    "facts": ("Facts", "概况"), "outlook": ("Outlook", "态势"), "milestones": ("Milestones", "节点"),
    "milestone": ("Milestone", "节点"), "driver": ("Driven by", "起因"), "links": ("Waits for", "前置"),
    "gantt": ("Plan against today", "横道图"), "trend": ("How forecasts have moved", "里程碑趋势"),
    "curve": ("Planned against reached", "计划与实际"), "counts": ("Counts", "计数进度"),
    "done": ("done", "已完成"), "expected": ("expected by now", "应完成"),
    "gates": ("Gates and findings", "关口与问题"), "check": ("Check", "检查项"), "result": ("Result", "结果"),
    "by": ("By", "经办"), "on": ("On", "日期"), "evidence": ("Evidence", "依据"), "deliveries": ("Deliveries", "投递"),
    "ledger": ("Ledger", "台账"), "who": ("Who", "经办"), "what": ("What", "事项"), "when": ("When", "时间"),
    "why": ("Why", "原因"), "noAlerts": ("No alerts.", "没有提醒。"), "noDeliveries": ("Nothing has been sent yet.", "尚未投递。"),
    "noLedger": ("Nothing has been changed lately.", "近期没有更改。"), "noMilestones": ("No milestones yet.", "还没有节点。"),
    "receiver": ("Receiver", "接收方"), "state": ("State", "状态"), "tries": ("Tries", "次数"), "answer": ("Answer", "答复"),
    "baseline": ("Baseline", "基线"), "zone": ("Time zone", "时区"), "workCalendar": ("Working calendar", "工作日历"),
    "lightTable": ("Light table", "亮灯规则"), "contents": ("On this page", "本页内容"), "work": ("Work", "工作"),
    "slipsOwner": ("Slips by owner", "按责任人的拖延"), "slipsReason": ("Slips by reason", "按原因的拖延"),
    "times": ("Times", "次数"), "days": ("Days", "天数"), "worst": ("Worst", "最大"), "notSaid": ("(not said)", "（未说明）"),
    // A milestone.
    "path": ("What this date rests on", "驱动路径"), "step": ("Step", "步骤"), "begins": ("Begins", "开始"),
    "ends": ("Ends", "结束"), "lastSafe": ("Must end by", "最迟完成"), "history": ("How the forecast has moved", "预计的变动"),
    "since": ("Since", "自"), "cause": ("Who", "经办"), "reason": ("Why", "原因"), "actions": ("Report", "上报"),
    "written": ("as written", "原文"), "acknowledge": ("Acknowledge", "确认"), "acknowledgedBy": ("Acknowledged by", "确认人"),
    "reachTitle": ("It is done", "已经完成"), "reachDate": ("On which day", "完成日期"),
    "reachHint": ("Empty: today.", "留空表示今天。"), "evidenceHint": ("A note, a link, a number.", "说明、链接或文号。"),
    "reachButton": ("Report as reached", "上报完成"), "expectTitle": ("Another date is expected", "预计日期有变"),
    "expectDate": ("Expected on", "预计日期"),
    "expectHint": ("As you would write it: 2022-07-15, 15 July, 7月中旬.", "照平常的写法：7月15日、7月中旬、2022-07-15。"),
    "expectButton": ("Report the date", "上报预计日期"), "reasonHint": ("It goes into the ledger.", "记入台账。"),
    "provisional": ("provisional: holidays not yet published", "暂定：节假日尚未公布"),
    "noPath": ("Nothing is planned before it.", "之前没有安排工作。"),
    "noHistory": ("It has not moved.", "没有变动。"), "labels": ("Labels", "标签"), "toProject": ("To the project", "返回项目"),
    // The calendar.
    "previous": ("Previous month", "上月"), "following": ("Next month", "下月"), "thisMonth": ("This month", "本月"),
    "off": ("day off", "休"), "makeUp": ("worked", "班"), "dueHere": ("promised", "承诺"),
    "forecastHere": ("forecast", "预计"),
    "today": ("Today", "今天"), "agenda": ("What falls in this month", "本月事项"),
    "nothingFalls": ("Nothing falls in this month.", "本月没有事项。"),
    "kind": ("Kind", "类别"),
    // The review.
    "reviewTitle": ("Monthly review", "一月一晾晒"), "plan": ("Planned", "计划"), "actualWork": ("Done", "实际"),
    "rate": ("Rate", "完成率"), "unit": ("Responsible unit", "责任单位"), "leader": ("Responsible leader", "责任领导"),
    "print": ("Print", "打印"), "csv": ("Spreadsheet (CSV)", "导出表格（CSV）"), "month": ("Month", "月份"),
    "nothingPlanned": ("Nothing was planned or done in this month.", "本月没有计划，也没有完成事项。"),
    "signature": ("Signature", "签字"),
    // Alerts.
    "allStates": ("All states", "全部状态"), "older": ("Older", "更早"), "newest": ("Newest", "最新"),
    "message": ("Message", "内容"),
    "fired": ("Told at", "发出时间"),
    // Refusals.
    "back": ("Back", "返回"), "refused": ("It was not done", "未能完成"),
  ]
}
