import MilepostCore

/// CloudEvents 1.0, structured JSON (https://github.com/cloudevents/spec).
enum CloudEventsForm {
  static func message(_ notice: Notice, body: String, url: String, id: String) -> OutgoingMessage {
    var json = JSONText()
    json.field("specversion", "1.0")
    json.field("id", id)
    json.field("source", "milepost" + (notice.data.project.map { "/\($0.key)" } ?? ""))
    json.field("type", "milepost.\(notice.type)")
    json.field("time", notice.timestamp)
    json.field("subject", notice.data.milestone?.key)
    json.field("datacontenttype", "application/json")
    json.raw("data", body)
    return OutgoingMessage(
      url: url, headers: ["Content-Type: application/cloudevents+json; charset=UTF-8"], body: json.closed)
  }
}
