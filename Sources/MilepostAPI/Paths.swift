/// The addresses of the API, as both sides spell them. Names come from people: each is one percent-encoded segment.
public enum APIPath {
  public static let health = "/healthz"
  public static let status = "/v1/status"
  public static let next = "/v1/next"
  public static let plan = "/v1/plan"
  public static let projects = "/v1/projects"
  public static let webhooks = "/v1/webhooks"
  public static let alerts = "/v1/alerts"
  public static let routes = "/v1/routes"
  public static let routeTest = "/v1/route-test"
  public static let silences = "/v1/silences"
  public static let tokens = "/v1/tokens"
  public static let feeds = "/v1/feeds"
  public static let answersRotate = "/v1/answers/rotate"
  public static let ledger = "/v1/ledger"
  public static let ledgerVerify = "/v1/ledger/verify"
  public static let backup = "/v1/backup"
  public static let repair = "/v1/repair"

  public static func project(_ key: String) -> String { "\(projects)/\(segment(key))" }

  public static func milestones(of project: String) -> String { "\(APIPath.project(project))/milestones" }

  public static func milestone(_ key: String, of project: String) -> String {
    "\(milestones(of: project))/\(segment(key))"
  }

  public static func activities(of project: String) -> String { "\(APIPath.project(project))/activities" }

  public static func activity(_ key: String, of project: String) -> String {
    "\(activities(of: project))/\(segment(key))"
  }

  public static func schedule(of project: String) -> String { "\(APIPath.project(project))/schedule" }

  public static func baselines(of project: String) -> String { "\(APIPath.project(project))/baselines" }

  public static func baseline(_ name: String, of project: String) -> String {
    "\(baselines(of: project))/\(segment(name))"
  }

  public static func importing(to project: String) -> String { "\(APIPath.project(project))/import" }

  public static func exporting(of project: String) -> String { "\(APIPath.project(project))/export" }

  public static func whatIf(in project: String) -> String { "\(APIPath.project(project))/whatif" }

  public static func webhook(_ name: String) -> String { "\(webhooks)/\(segment(name))" }

  public static func route(_ name: String) -> String { "\(routes)/\(segment(name))" }

  public static func silence(_ id: Int64) -> String { "\(silences)/\(id)" }

  public static func token(_ name: String) -> String { "\(tokens)/\(segment(name))" }

  public static func feed(_ name: String) -> String { "\(feeds)/\(segment(name))" }

  public static func alert(_ id: Int64) -> String { "\(alerts)/\(id)" }

  /// Percent-encodes everything but RFC 3986's unreserved characters. A segment `.` or `..` would be taken for a step
  /// in the tree, so its dots are encoded too.
  public static func segment(_ text: String) -> String {
    let steps = text == "." || text == ".."
    var encoded = ""
    for byte in text.utf8 {
      if isUnreserved(byte) && !(steps && byte == UInt8(ascii: ".")) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
      }
    }
    return encoded
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
