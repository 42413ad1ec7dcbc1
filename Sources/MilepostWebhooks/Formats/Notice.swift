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
  }

  var type: String
  var timestamp: String
  var data: Details

  /// Nil when the body is not one of Milepost's.
  init?(body: String) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let notice = try? decoder.decode(Notice.self, from: Data(body.utf8)) else { return nil }
    self = notice
  }
}
