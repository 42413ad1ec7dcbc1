import Foundation
import MilepostCore

/// What an alert says, read back from its stored body for a receiver that wants another form of it.
struct Notice: Decodable {
  struct Named: Decodable {
    var key: String
    var name: String
    var nameEn: String?

    func text(_ language: MessageLanguage) -> String { language == .en ? nameEn ?? name : name }
  }

  struct Due: Decodable {
    var date: String
    var written: String
    var endsAt: String
  }

  struct Text: Decodable {
    var en: String
    var zh: String

    func text(_ language: MessageLanguage) -> String { language == .en ? en : zh }
  }

  struct Step: Decodable {
    var path: String
    var name: String
    var nameEn: String?
    var forecast: String
    var lastSafe: String?
  }

  struct Cause: Decodable {
    var rule: String
    var occurrence: String
  }

  struct Details: Decodable {
    var title: Text?
    /// What one of the service's own is about.
    var subject: String?
    var project: Named?
    var milestone: Named?
    var due: Due?
    var forecast: String?
    var actual: String?
    var floatDays: Int?
    var daysOverdue: Int?
    var light: String?
    var alert: Cause?
    var reason: Text?
    var drivingPath: [Step]?
    var message: Text
    /// Where it can be answered.
    var link: String?
  }

  /// One of several alerts in a message: its type and time stand within its details.
  private struct Member: Decodable {
    var type: String
    var timestamp: String
    var data: Details

    private enum Key: CodingKey { case type, timestamp }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      type = try container.decode(String.self, forKey: .type)
      timestamp = try container.decode(String.self, forKey: .timestamp)
      data = try Details(from: decoder)
    }
  }

  private struct Group: Decodable {
    struct Members: Decodable { var alerts: [Member] }
    var data: Members
  }

  var type: String
  var timestamp: String
  var data: Details
  /// The alerts for which it stands; empty for one that is one itself.
  var members: [Notice] = []

  private enum CodingKeys: CodingKey { case type, timestamp, data }

  private init(_ member: Member) { (type, timestamp, data) = (member.type, member.timestamp, member.data) }

  /// Nil when the body is not one of Milepost's.
  init?(body: String) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let notice = try? decoder.decode(Notice.self, from: Data(body.utf8)) else { return nil }
    self = notice
    guard type == GroupMessage.type else { return }
    guard let group = try? decoder.decode(Group.self, from: Data(body.utf8)) else { return nil }
    members = group.data.alerts.map(Notice.init)
  }
}
