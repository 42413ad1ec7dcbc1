import Hummingbird
import MilepostAPI
import MilepostCore

extension Response {
  /// `revision` becomes the ETag that `If-Match` is compared with.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, revision: Int64? = nil
  ) throws -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let revision { headers[.eTag] = "\"\(revision)\"" }
    let data = try WireCoder.encode(value)
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }

  static func problem(_ refusal: Refusal) throws -> Response {
    var response = try json(Problem(refusal), status: refusal.code.status)
    response.headers[.contentType] = "application/problem+json"
    // What is left of such a body will not be waited for.
    if refusal.code == .bodyTooLarge { response.headers[.connection] = "close" }
    return response
  }
}
