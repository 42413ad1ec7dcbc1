import Crypto
import Hummingbird
import MilepostAPI
import MilepostCore

extension Response {
  /// The ETag holds `revision`, which `If-Match` is compared with, and what the answer says: lights and floats change
  /// with the day, without anybody's doing.
  static func json(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, revision: Int64? = nil
  ) throws -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    let data = try WireCoder.encode(value)
    if (200...299).contains(status.code) {
      let content = SHA256.hash(data: data).prefix(8).map { String($0, radix: 16) }.joined()
      headers[.eTag] = revision.map { "\"\($0).\(content)\"" } ?? "\"\(content)\""
    }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }

  static func problem(_ refusal: Refusal) throws -> Response {
    var response = try json(Problem(refusal), status: refusal.code.status)
    response.headers[.contentType] = "application/problem+json"
    if refusal.code == .unauthenticated { response.headers[.wwwAuthenticate] = "Bearer realm=\"milepost\"" }
    // What is left of such a body will not be waited for.
    if refusal.code == .bodyTooLarge { response.headers[.connection] = "close" }
    return response
  }
}
