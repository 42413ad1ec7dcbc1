import Hummingbird
import MilepostCore
import NIOCore

extension Response {
  static func page(_ body: ByteBuffer, status: HTTPResponse.Status = .ok, heads: PageHeads? = nil) -> Response {
    var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "private, no-cache"]
    headers.append(HeaderField(name: .vary, value: "Cookie, Accept-Language"))
    headers[.contentSecurityPolicy] = HeaderMiddleware.policy
    if let heads {
      headers[.ledgerHead] = "\(heads.count.ledger)"
      headers[.alertHead] = "\(heads.count.alert)"
      headers[.deliveryHead] = "\(heads.count.deliveries)"
    }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
  }

  /// To a page of ours, by GET.
  static func seeOther(_ path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
  }
}

typealias HeaderField = HTTPFields.Element

extension HeaderName {
  /// Where things stood when a page was drawn.
  static let ledgerHead = known("X-Ledger")
  static let alertHead = known("X-Alert")
  static let deliveryHead = known("X-Deliveries")
  /// What the reader of an event stream has last heard (HTML Living Standard, 9.2.4).
  static let lastEventID = known("Last-Event-ID")
}
