import Hummingbird
import MilepostCore

/// The pages that a link can lead to, each of which says one thing.
enum AnswerPages {
  static func unknown(_ say: PageLanguage) -> HTMLPage {
    word(
      .notFound, say, title: say("This link is not valid", "链接无效"),
      say(
        "It may have been cut off, or replaced since. Use the link of a newer message, or ask whoever runs Milepost.",
        "链接可能不完整，或已被更换。请使用较新消息中的链接，或联系 Milepost 管理人员。"))
  }

  static func expired(_ say: PageLanguage) -> HTMLPage {
    word(
      .gone, say, title: say("This link has expired", "链接已过期"),
      say("Use the link of a newer message about it.", "请使用同一事项较新消息中的链接。"))
  }

  static func tooMany(_ say: PageLanguage) -> HTMLPage {
    word(
      .tooManyRequests, say, title: say("Too many requests", "请求过于频繁"),
      say("Wait ten minutes, then open the link again.", "请十分钟后再打开链接。"))
  }

  private static func word(
    _ status: HTTPResponse.Status, _ language: PageLanguage, title: String, _ text: String
  ) -> HTMLPage {
    HTMLPage(
      status: status, language: language, title: title,
      body: "<h1>\(HTMLPage.escaped(title))</h1>\n<p>\(HTMLPage.escaped(text))</p>")
  }

  /// What the message was about, and what can be answered.
  static func form(_ subject: AnswerSubject, nonce: String, _ say: PageLanguage, said: Refusal? = nil) -> HTMLPage {
    var body = head(subject, say)
    if let said { body += "<p class=\"note bad\" role=\"alert\">\(HTMLPage.escaped(say(said.text)))</p>\n" }
    if subject.isSettled {
      let settled = say("It has been settled meanwhile; there is nothing left to answer.", "此事项已了结，无需答复。")
      body += "<p class=\"note\">\(settled)</p>\n"
    } else {
      body += standing(subject, say) + AnswerForms.all(subject, nonce: nonce, say)
    }
    return HTMLPage(
      status: said.map { $0.code.status } ?? .ok, language: say, title: title(subject, say), body: body)
  }

  /// How a date was read, before it counts.
  static func review(_ subject: AnswerSubject, _ form: AnswerForm, day: CivilDate, _ say: PageLanguage) -> HTMLPage {
    let written = form.date.map(HTMLPage.escaped) ?? say("today", "今天")
    let weekday = AnswerForms.weekday(day, say)
    let question =
      switch form.verb {
      case .reached: say("Reached on \(day) (\(weekday))?", "于 \(day)（\(weekday)）完成？")
      case .acknowledge:
        say("In hand until \(day) (\(weekday)), and told again then?", "处理到 \(day)（\(weekday)），届时再提醒？")
      case .expect, .snooze: say("Now expected for \(day) (\(weekday))?", "改为预计 \(day)（\(weekday)）完成？")
      }
    let reading = say("“\(written)” is read as \(day).", "“\(written)”理解为 \(day)。")
    let body = """
      \(head(subject, say))<h2>\(question)</h2>
      <p>\(reading)</p>
      \(AnswerForms.confirm(form, day: day, say))
      <p><a href="">\(say("Back, without a change", "返回，不作更改"))</a></p>
      """
    return HTMLPage(language: say, title: title(subject, say), body: body)
  }

  static func done(_ form: AnswerForm, _ subject: AnswerSubject, _ say: PageLanguage) -> HTMLPage {
    let word: String =
      switch form.verb {
      case .acknowledge:
        subject.wakesAt.map { say("Acknowledged. It is told again on \($0).", "已确认，\($0) 再提醒。") }
          ?? say("Acknowledged. Thank you.", "已确认，谢谢。")
      case .snooze: say("Put off. You will be reminded again.", "已推迟，届时会再次提醒。")
      case .reached: say("Noted as reached. Thank you.", "已登记为完成，谢谢。")
      case .expect: say("The new date is noted. Thank you.", "新的预计日期已登记，谢谢。")
      }
    return HTMLPage(
      language: say, title: word, body: "<h1 role=\"status\">\(word)</h1>\n" + head(subject, say, isHeadline: false))
  }

  private static func title(_ subject: AnswerSubject, _ say: PageLanguage) -> String {
    guard let milestone = subject.milestone else { return "Milepost" }
    return say == .english ? milestone.nameEn ?? milestone.name : milestone.name
  }

  private static func head(_ subject: AnswerSubject, _ say: PageLanguage, isHeadline: Bool = true) -> String {
    let level = isHeadline ? "h1" : "h2"
    var text = "<\(level)>\(HTMLPage.escaped(title(subject, say)))</\(level)>\n"
    text += "<p>\(HTMLPage.escaped(say(subject.sentence)))</p>\n"
    guard let milestone = subject.milestone, let project = subject.project, let outlook = subject.outlook else {
      return text
    }
    var facts = [
      (say("Project", "项目"), say == .english ? project.nameEn ?? project.name : project.name),
      (say("Due", "应完成"), milestone.due.date.description),
    ]
    if let actual = milestone.actual {
      facts.append((say("Reached", "完成"), actual.description))
    } else {
      facts.append((say("Forecast", "预计"), outlook.forecast.description))
    }
    facts.append((say("Light", "状态"), LightWords.text(outlook.light, say == .chinese)))
    text += "<dl>" + facts.map { "<dt>\($0.0)</dt><dd>\(HTMLPage.escaped($0.1))</dd>" }.joined() + "</dl>\n"
    return text
  }

  /// What somebody has answered before.
  private static func standing(_ subject: AnswerSubject, _ say: PageLanguage) -> String {
    guard subject.alert.state != .open, let author = subject.alert.acknowledgedBy else { return "" }
    let (who, at) = (HTMLPage.escaped(author), subject.acknowledgedAt ?? "")
    return "<p class=\"note\">\(say("Answered already: by \(who), \(at).", "已有答复：\(who)，\(at)。"))</p>\n"
  }
}
