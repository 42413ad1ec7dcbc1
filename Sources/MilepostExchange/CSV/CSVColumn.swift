import MilepostCore

/// The columns of a table of milestones and activities, by their headers in English and Chinese.
enum CSVColumn: String, CaseIterable {
  case kind, key, name
  case nameEn = "name_en"
  case owner, duration, due, after, started, finished, remaining
  /// Written for people; not read back, since they follow from the others.
  case start, forecast, float, state

  var chinese: String {
    switch self {
    case .kind: "类型"
    case .key: "标识"
    case .name: "名称"
    case .nameEn: "英文名称"
    case .owner: "负责人"
    case .duration: "工期"
    case .due: "应完成"
    case .after: "前置"
    case .started: "实际开始"
    case .finished: "实际完成"
    case .remaining: "剩余工期"
    case .start: "计划开始"
    case .forecast: "预计完成"
    case .float: "余量"
    case .state: "状态"
    }
  }

  /// Other words that spreadsheets in use have for it.
  private var others: [String] {
    switch self {
    case .kind: ["type", "类别"]
    case .key: ["id", "编号", "代码", "wbs"]
    case .name: ["task", "milestone", "任务", "任务名称", "节点", "里程碑", "工作名称"]
    case .nameEn: ["english"]
    case .owner: ["responsible", "责任人", "责任单位"]
    case .duration: ["工期（天）"]
    case .due: ["deadline", "due date", "期限", "截止日期", "完成期限"]
    case .after: ["predecessors", "前置任务", "紧前工作"]
    case .started: ["actual start"]
    case .finished: ["actual finish", "reached", "完成日期"]
    case .remaining: ["remaining duration"]
    case .start: ["开始"]
    case .forecast: ["finish", "完成"]
    case .float: ["total float", "总时差"]
    case .state: ["status"]
    }
  }

  /// Nil for a header that means nothing here.
  static func named(_ header: String) -> CSVColumn? {
    let word = DraftRules.trimmed(header).lowercased()
    return allCases.first { column in
      column.rawValue == word || column.chinese == word || column.others.contains(word)
        || column.rawValue.replacing("_", with: " ") == word
    }
  }

  static var headers: [String] { allCases.map(\.rawValue) }
}
