import Foundation
import MilepostCore
import Mustache

/// A body of the user's own, in Mustache, over the stored body and what chat messages are made of.
///
/// Values are escaped as the content type asks: JSON's strings, HTML, a form's fields, or not at all.
struct MessageTemplate: Sendable {
  let options: EndpointOptions.Template
  private let template: MustacheTemplate

  /// Refuses what cannot be read, with the line.
  init(_ options: EndpointOptions.Template) throws(Refusal) {
    self.options = options
    try TemplateTags.check(options.source)
    do {
      TemplateEscapes.register
      let escapes = TemplateEscapes.name(contentType: options.contentType)
      template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(escapes)}}" + options.source)
    } catch let error as MustacheTemplate.ParserError {
      throw TemplateTags.fault(
        line: error.context.lineNumber, en: TemplateTags.words(error.error), zh: "写法有误（标签未闭合或不配对）")
    } catch {
      throw TemplateTags.fault(line: 1, en: "it cannot be read", zh: "无法读取")
    }
  }

  func message(_ job: DeliveryJob) -> OutgoingMessage {
    OutgoingMessage(
      url: job.url, headers: ["Content-Type: \(options.contentType)"],
      body: rendered(body: job.body, id: job.messageID, language: job.language), method: options.method)
  }

  func rendered(body: String, id: String, language: MessageLanguage) -> String {
    guard let root = try? JSONDecoder().decode(TemplateValue.self, from: Data(body.utf8)),
      case .table(var fields) = root
    else { return body }
    fields["id"] = .text(id)
    fields["language"] = .text(language.rawValue)
    if let notice = Notice(body: body) {
      let text = NoticeText(notice, language)
      fields["title"] = .text(text.title)
      fields["sentence"] = .text(text.sentence)
      fields["reason"] = text.reason.map(TemplateValue.text) ?? .null
      fields["light"] = .text(text.light)
      fields["facts"] = .list(text.facts.map { .table(["name": .text($0.name), "value": .text($0.value)]) })
      for light in TemplateTags.lights { fields["is_\(light)"] = .flag(text.light == light) }
    }
    return template.render(TemplateValue.table(fields).shown)
  }

  /// Renders a sample of every type of message; refuses JSON that would be none, with the line of the result.
  package func checkSamples() throws(Refusal) {
    guard TemplateEscapes.isJSON(options.contentType) else { return }
    for body in TemplateSamples.bodies {
      for language in MessageLanguage.allCases {
        let text = rendered(body: body, id: "msg_sample", language: language)
        guard let line = TemplateTags.faultInJSON(text) else { continue }
        throw Refusal(
          .invalidValue,
          en: "The template gives no valid JSON: line \(line.number) would be “\(DraftRules.shown(line.text))”.",
          zh: "模板产生的内容不是有效的 JSON：第 \(line.number) 行为“\(DraftRules.shown(line.text))”。", place: "template")
      }
    }
  }
}

extension EndpointOptions.Template {
  /// Refuses a template that cannot be read, or does not give what its content type says.
  package func check() throws(Refusal) { try MessageTemplate(self).checkSamples() }
}
