import Foundation
import Glibc

/// Requests over TCP to 127.0.0.1, each on a connection of its own.
struct NetworkClient: Sendable {
  let port: Int
  var token: String?
  var cookie: String?

  func with(token: String?) -> NetworkClient { NetworkClient(port: port, token: token, cookie: nil) }

  func call(
    _ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]
  ) async throws -> RawClient.Reply {
    var all = headers
    if let token { all["Authorization"] = "Bearer \(token)" }
    if let cookie { all["Cookie"] = cookie }
    if all["Host"] == nil { all["Host"] = "127.0.0.1:\(port)" }
    var text = "\(method) \(path) HTTP/1.1\r\n" + all.map { "\($0.key): \($0.value)\r\n" }.joined()
    if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
    text += "\r\n" + (body ?? "")
    let (sent, port) = (text, port)
    return try await RawClient.onOwnThread {
      let connection = try Connection(port: port, waitMax: .seconds(20))
      try connection.send(sent)
      return try connection.reply(bodyless: method == "HEAD")
    }
  }
}
