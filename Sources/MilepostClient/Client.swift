#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import MilepostAPI

/// Asks the service, one request a connection, and waits for the answer.
///
/// Blocking on purpose: a command asks once or twice and ends, and an event loop would cost it more than the answer.
package struct Client: Sendable {
  package var address: ServiceAddress
  /// Seconds to wait for the service to take or to send the next bytes.
  package var timeoutSeconds: Int

  package init(address: ServiceAddress, timeoutSeconds: Int = 30) {
    self.address = address
    self.timeoutSeconds = timeoutSeconds
  }

  /// The answer, whatever its status. Throws when there is none.
  package func response(to request: HTTPRequest) throws(ClientFailure) -> HTTPResponse {
    let channel = try address.open(timeoutSeconds: timeoutSeconds)
    let failure = sendAll(request.bytes(address.headers), to: channel)
    do {
      return try receive(from: channel)
    } catch {
      // The service may answer before it has read all of a body that it refuses, so the answer counts for more than
      // a failed send; without one, the send tells more.
      if case .closedEarly = error, let failure { throw failure }
      throw error
    }
  }

  /// The body of an answer that says yes; a `Problem` for one that says no.
  package func body(of request: HTTPRequest) throws -> [UInt8] {
    let response = try response(to: request)
    guard (200...299).contains(response.status) else { throw Client.problem(in: response) }
    return response.body
  }

  /// A decoded answer. Throws a `Problem` when the service refuses, a `ClientFailure` when there is no answer to use.
  package func fetch<Value: Decodable>(_ type: Value.Type, _ request: HTTPRequest) throws -> Value {
    let body = try body(of: request)
    do {
      return try WireCoder.decode(type, from: Data(body))
    } catch {
      throw ClientFailure.unexpectedAnswer(request: "\(request.method.rawValue) \(request.path)")
    }
  }

  private func sendAll(_ bytes: [UInt8], to channel: any ByteChannel) -> ClientFailure? {
    do throws(ClientFailure) {
      try channel.send(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func receive(from channel: any ByteChannel) throws(ClientFailure) -> HTTPResponse {
    var parser = ResponseParser()
    while true {
      let bytes = try channel.receive(atMost: 65_536)
      if bytes.isEmpty { return try parser.finish() }
      if let response = try parser.feed(bytes) { return response }
    }
  }

  private static func problem(in response: HTTPResponse) -> Problem {
    if let problem = try? WireCoder.decode(Problem.self, from: Data(response.body)) { return problem }
    return Problem(
      code: "http_\(response.status)", status: response.status, title: "Refused",
      detail: "The service answered with HTTP status \(response.status) and no explanation.",
      detailZh: "服务返回 HTTP 状态 \(response.status)，未作说明。")
  }
}
