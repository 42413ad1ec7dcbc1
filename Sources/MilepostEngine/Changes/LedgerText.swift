import Foundation
import MilepostCore
import MilepostWebhooks

/// Values as the ledger keeps them: JSON with sorted snake_case keys, and no secrets.
enum LedgerText {
  static func of(_ project: Project) throws -> String { try text(project) }

  static func of(_ milestone: Milestone) throws -> String { try text(Entry(milestone)) }

  static func of(_ activity: PlanActivity) throws -> String { try text(ActivityEntry(activity)) }

  static func of(_ endpoint: Endpoint) throws -> String {
    try text(
      PublicEndpoint(
        name: endpoint.name, url: endpoint.redactedURL, state: endpoint.state, reason: endpoint.reason,
        projects: endpoint.projects, format: endpoint.format, language: endpoint.language,
        concurrency: endpoint.concurrency, options: endpoint.options.map(PublicOptions.init)))
  }

  static func of(_ route: Route) throws -> String { try text(RouteForm(route)) }

  static func of(_ silence: Silence) throws -> String {
    try text(
      SilenceEntry(
        match: silence.match, startsAt: silence.startsAt.rfc3339, endsAt: silence.endsAt.rfc3339,
        comment: silence.comment))
  }

  static func of(_ alert: Alert) throws -> String {
    try text(AlertEntry(state: alert.state, until: alert.wakesAt?.rfc3339))
  }

  private struct SilenceEntry: Encodable {
    let match: [String]
    let startsAt: String
    let endsAt: String
    let comment: String
  }

  private struct AlertEntry: Encodable {
    let state: Alert.State
    let until: String?
  }

  /// What a person would call the milestone's state; the timer's own fields change without anybody's doing.
  private struct Entry: Encodable {
    let key: String
    let name: String
    let nameEn: String?
    let kind: Milestone.Kind
    let due: DueDate
    let expected: CivilDate?
    let actual: CivilDate?
    let evidence: String?
    let labels: [String: String]
    let after: [PlanLink]
    let policy: AlertPolicy?
    let buffer: String?
    let count: CountDuty?
    let recurring: RecurringDuty?
    let gate: Gate?
    let finding: Finding?

    init(_ milestone: Milestone) {
      key = milestone.key
      name = milestone.name
      nameEn = milestone.nameEn
      kind = milestone.kind
      due = milestone.due
      expected = milestone.expected
      actual = milestone.actual
      evidence = milestone.evidence
      labels = milestone.labels
      after = milestone.after
      policy = milestone.policy
      buffer = milestone.buffer?.text
      if case .count(let duty) = milestone.detail { count = duty } else { count = nil }
      if case .recurring(let duty) = milestone.detail { recurring = duty } else { recurring = nil }
      if case .gate(let value) = milestone.detail { gate = value } else { gate = nil }
      if case .finding(let value) = milestone.detail { finding = value } else { finding = nil }
    }
  }

  private struct ActivityEntry: Encodable {
    let key: String
    let name: String
    let nameEn: String?
    let owner: String?
    let duration: String
    let calendar: String?
    let after: [PlanLink]
    let constraints: [PlanConstraint]
    let started: CivilDate?
    let finished: CivilDate?
    let remaining: String?
    let remainingOn: CivilDate?

    init(_ activity: PlanActivity) {
      key = activity.key
      name = activity.name
      nameEn = activity.nameEn
      owner = activity.owner
      duration = activity.duration.text
      calendar = activity.calendar
      after = activity.after
      constraints = activity.constraints
      started = activity.started
      finished = activity.finished
      remaining = activity.remaining?.text
      remainingOn = activity.remainingOn
    }
  }

  private struct PublicEndpoint: Encodable {
    let name: String
    let url: String
    let state: Endpoint.State
    let reason: String?
    let projects: [String]
    let format: MessageFormat
    let language: MessageLanguage
    let concurrency: Int
    let options: PublicOptions?
  }

  /// Names of what is secret, and the rest as it is.
  private struct PublicOptions: Encodable {
    let headers: [String]?
    let login: String?
    let clientCert: String?
    let clientKey: String?
    let caFile: String?
    let proxy: String?
    let http2: Bool?
    let timeoutMs: Int?
    let rate: String?
    let publicKey: String?
    let oldSecretUntil: String?
    let template: EndpointOptions.Template?
    let mail: EndpointOptions.Mail?
    let unproven: Bool?

    init(_ options: EndpointOptions) {
      headers = options.headers?.map(\.name)
      login = options.loginKind
      clientCert = options.clientCertificate
      clientKey = options.clientKey
      caFile = options.authorities
      proxy = options.proxy
      http2 = options.http2
      timeoutMs = options.timeoutMs
      rate = options.rate?.text
      publicKey = options.signingKey.flatMap(Ed25519.publicKey)
      oldSecretUntil = options.retiring?.until.rfc3339
      template = options.template
      mail = options.mail
      unproven = options.isUnproven
    }
  }

  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
