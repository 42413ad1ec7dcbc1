/// An error as the API returns it: RFC 9457 problem details, with a stable code and both languages.
public struct Problem: Codable, Error, Equatable, Sendable {
  /// Stable; programs match on it.
  public var code: String
  public var status: Int
  public var title: String
  /// One sentence in English.
  public var detail: String
  /// The same sentence in Chinese.
  public var detailZh: String
  /// The field, key or line at fault.
  public var place: String?

  public init(code: String, status: Int, title: String, detail: String, detailZh: String, place: String? = nil) {
    self.code = code
    self.status = status
    self.title = title
    self.detail = detail
    self.detailZh = detailZh
    self.place = place
  }
}
