#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import MilepostAPI

/// What is asked of the service.
package struct HTTPRequest: Hashable, Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package var method: Method
  /// Percent-encoded, without the query.
  package var path: String
  /// In the order in which they are sent; values are encoded on the way out.
  package var query: [Parameter]
  package var contentType: String?
  package var body: [UInt8]
  /// Refuse with `conflict` when the thing has changed since this revision.
  package var ifRevision: Int64?

  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(_ method: Method, _ path: String, query: [Parameter] = []) {
    self.method = method
    self.path = path
    self.query = query
    self.body = []
  }

  /// A request with a JSON body.
  package init(
    _ method: Method, _ path: String, json: some Encodable, ifRevision: Int64? = nil
  ) throws {
    self.init(method, path)
    self.contentType = "application/json"
    self.body = Array(try WireCoder.encode(json))
    self.ifRevision = ifRevision
  }

  /// As it goes over the wire, with the headers that its destination needs.
  package func bytes(_ headers: String = "Host: milepost\r\n") -> [UInt8] {
    var head = "\(method.rawValue) \(target) HTTP/1.1\r\n\(headers)"
    head += "User-Agent: milepost/\(MilepostVersion.current)\r\nConnection: close\r\n"
    if let contentType { head += "Content-Type: \(contentType)\r\n" }
    if let ifRevision { head += "If-Match: \"\(ifRevision)\"\r\n" }
    if method != .get || !body.isEmpty { head += "Content-Length: \(body.count)\r\n" }
    return Array((head + "\r\n").utf8) + body
  }

  private var target: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { "\(APIPath.segment($0.name))=\(APIPath.segment($0.value))" }
    return "\(path)?\(pairs.joined(separator: "&"))"
  }
}
