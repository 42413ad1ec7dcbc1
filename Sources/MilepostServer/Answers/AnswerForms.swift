import MilepostCore

/// The forms on the page, one an answer, so that no key pressed in one sends another.
enum AnswerForms {
  static func all(_ subject: AnswerSubject, nonce: String, _ say: PageLanguage) -> String {
    var forms: [String] = []
    if subject.alert.state == .open {
      forms.append(
        section(
          say("I take it in hand", "我来处理"), .acknowledge, nonce,
          field(
            "date", say("Until when (empty: for good)", "处理到哪天（不填为不限）"), "a", example: say("June 10", "6月10日"))
            + field("note", say("Remark (optional)", "备注（可不填）"), "a"),
          say("Acknowledge", "确认"), say, isOpen: true))
    }
    let days = AnswerForm.snoozeDays.map { day in
      "<option value=\"\(day)\">\(say(day == 1 ? "1 day" : "\(day) days", "\(day) 天"))</option>"
    }
    let choice = """
      <label for="days">\(say("Remind again after", "多久后再提醒"))</label>\
      <select id="days" name="days">\(days.joined())</select>
      """
    forms.append(
      section(
        say("Remind me later", "稍后再提醒"), .snooze, nonce,
        choice + field("note", say("Reason (optional)", "原因（可不填）"), "s"), say("Put off", "推迟"), say))
    if subject.milestone != nil {
      forms.append(
        section(
          say("It is reached", "已经完成"), .reached, nonce,
          field("date", say("On which day (empty: today)", "完成日期（不填为今天）"), "r", example: say("June 28", "6月28日"))
            + field("note", say("Evidence, for example a document's number", "依据，例如验收单编号"), "r"),
          say("Go on", "下一步"), say))
      forms.append(
        section(
          say("A new expected date", "新的预计日期"), .expect, nonce,
          field("date", say("Expected for", "预计完成日期"), "e", example: say("end of July", "7月底"), isRequired: true)
            + field("note", say("Why", "原因"), "e"),
          say("Go on", "下一步"), say))
    }
    return forms.joined(separator: "\n")
  }

  /// What was read, to be confirmed.
  static func confirm(_ form: AnswerForm, day: CivilDate, _ say: PageLanguage) -> String {
    let fields: [(String, String?)] = [
      ("act", form.verb.rawValue), ("nonce", form.nonce), ("date", day.description), ("note", form.note),
      ("name", form.name), ("confirmed", "yes"),
    ]
    let hidden = fields.compactMap { name, value in
      value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTMLPage.escaped($0))\">" }
    }
    return """
      <form method="post" class="plain">\(hidden.joined())\
      <button>\(say("Yes, note it", "是，登记"))</button></form>
      """
  }

  static func weekday(_ day: CivilDate, _ say: PageLanguage) -> String {
    let index = day.weekday - 1
    let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let chinese = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    return say(english[index], chinese[index])
  }

  private static func section(
    _ title: String, _ verb: AnswerForm.Verb, _ nonce: String, _ fields: String, _ button: String, _ say: PageLanguage,
    isOpen: Bool = false
  ) -> String {
    """
    <details name="answer"\(isOpen ? " open" : "")><summary>\(title)</summary>
    <form method="post"><input type="hidden" name="nonce" value="\(HTMLPage.escaped(nonce))">\
    <input type="hidden" name="act" value="\(verb.rawValue)">
    \(fields)\(field("name", say("Your name (optional)", "您的姓名（可不填）"), verb.rawValue))
    <button>\(button)</button></form></details>
    """
  }

  /// `mark` keeps ids of one page apart.
  private static func field(
    _ name: String, _ label: String, _ mark: String, example: String? = nil, isRequired: Bool = false
  ) -> String {
    let id = "\(name)-\(mark)"
    let hint = example.map { " placeholder=\"\($0)\"" } ?? ""
    return """
      <label for="\(id)">\(label)</label>\
      <input type="text" id="\(id)" name="\(name)" maxlength="500" autocomplete="\(name == "name" ? "name" : "off")"\
      \(hint)\(isRequired ? " required" : "")>
      """
  }
}
