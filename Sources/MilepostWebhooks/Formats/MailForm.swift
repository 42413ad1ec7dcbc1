import Foundation
import MilepostCore

/// Mail: one text and one HTML part (RFC 2045, 2046), in base64 so that no server breaks a line or a character.
enum MailForm {
  static func message(_ job: DeliveryJob, at now: Instant) -> OutgoingMessage {
    let envelope = job.options?.value.mail.map { MailEnvelope(from: $0.from, to: $0.to, security: $0.security) }
    let content = content(job)
    let domain = envelope?.from.split(separator: "@").last ?? "milepost"
    let boundary = "=_\(job.messageID)"
    let head = [
      "From: Milepost <\(envelope?.from ?? "")>", "To: \(envelope?.to.joined(separator: ",\r\n ") ?? "")",
      "Subject: \(MailText.words(content.title))", "Date: \(MailText.date(now))",
      // The same on every try, so that a mail that comes twice shows as one.
      "Message-ID: <\(job.messageID)@\(domain)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
    ]
    let parts = [("text/plain", content.text), ("text/html", content.html)].map { type, text in
      "--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + MailText.base64(text) + "\r\n"
    }
    return OutgoingMessage(
      url: job.url, headers: [],
      body: head.joined(separator: "\r\n") + "\r\n\r\n" + parts.joined() + "--\(boundary)--\r\n",
      mail: envelope ?? MailEnvelope(from: "", to: [], security: .required))
  }

  private static func content(_ job: DeliveryJob) -> (title: String, text: String, html: String) {
    guard let notice = Notice(body: job.body) else {
      return ("Milepost", job.body, "<pre>\(MailText.escaped(job.body))</pre>")
    }
    let text = NoticeText(notice, job.language)
    let sentences = [text.sentence] + [text.reason].compactMap(\.self).filter { $0 != text.sentence }
    let answer = text.link.map { ["", "\(text.linkName): \($0)"] } ?? []
    let items = text.items.flatMap { ["- \($0.text)"] + ($0.link.map { ["  \(text.linkName): \($0)"] } ?? []) }
    let plain =
      ([text.title, ""] + sentences + [""] + text.facts.map { "\($0.name): \($0.value)" } + items + answer)
      .joined(separator: "\r\n") + "\r\n"
    let rows = text.facts.map {
      "<tr><th align=\"left\">\(MailText.escaped($0.name))</th><td>\(MailText.escaped($0.value))</td></tr>"
    }
    let html =
      "<html lang=\"\(job.language.rawValue)\"><body><h3>\(MailText.escaped(text.title))</h3>"
      + sentences.map { "<p>\(MailText.escaped($0))</p>" }.joined()
      + (rows.isEmpty ? "" : "<table cellpadding=\"3\">\(rows.joined())</table>") + list(text)
      + (text.link.map { "<p>\(link(text.linkName, $0))</p>" } ?? "") + "</body></html>\r\n"
    return (text.title, plain, html)
  }
}

extension MailForm {
  /// The alerts for which it stands, all of them: mail has no limit that matters here.
  private static func list(_ text: NoticeText) -> String {
    let entries = text.items.map { item in
      "<li>\(MailText.escaped(item.text))\(item.link.map { " " + link(text.linkName, $0) } ?? "")</li>"
    }
    return entries.isEmpty ? "" : "<ul>\(entries.joined())</ul>"
  }

  private static func link(_ name: String, _ url: String) -> String {
    "<a href=\"\(MailText.escaped(url))\">\(name)</a>"
  }
}

/// Texts as mail carries them.
enum MailText {
  /// Encoded words (RFC 2047) of at most 75 characters, folded, cut at characters; plain ASCII stays as it is.
  static func words(_ text: String) -> String {
    let text = TextLimit.bytes(DraftRules.trimmed(String(text.map { $0.isNewline ? " " : $0 })), 600)
    guard text.utf8.contains(where: { !(0x20..<0x7F).contains($0) }) || text.utf8.count > 60 || text.contains("=?")
    else { return text }
    var pieces: [String] = []
    var piece = ""
    for character in text {
      // 39 bytes are 52 characters of base64; with `=?UTF-8?B?`, `?=` and the header's name less than the 76 of a line.
      if !piece.isEmpty, piece.utf8.count + character.utf8.count > 39 {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    pieces.append(piece)
    return pieces.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  /// As RFC 5322 writes it, in UTC.
  static func date(_ instant: Instant) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let text = instant.rfc3339
    let (year, month, day) = (text.prefix(4), Int(text.dropFirst(5).prefix(2)) ?? 1, text.dropFirst(8).prefix(2))
    let number = Int((Double(instant.milliseconds) / 86_400_000).rounded(.down))
    return "\(days[((number % 7) + 7) % 7]), \(day) \(months[month - 1]) \(year) \(text.dropFirst(11).prefix(8)) +0000"
  }

  static func base64(_ text: String) -> String {
    Data(text.utf8).base64EncodedString(options: [
      .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
    ])
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
