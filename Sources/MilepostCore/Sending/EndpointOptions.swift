/// What an endpoint wants beside an address and a secret. Most want nothing of it: then nothing is stored or read.
package struct EndpointOptions: Hashable, Codable, Sendable {
  /// A header of every request. The value may be secret: it is never shown again.
  package struct Header: Hashable, Codable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How the service shows who it is. Never shown again.
  package enum Login: Hashable, Codable, Sendable {
    case basic(user: String, password: String)
    case bearer(token: String)
  }

  /// What messages are signed with as well, until the receiver has changed over.
  package struct Retiring: Hashable, Codable, Sendable {
    package var secret: String
    package var signingKey: String?
    package var until: Instant

    package init(secret: String, signingKey: String?, until: Instant) {
      self.secret = secret
      self.signingKey = signingKey
      self.until = until
    }
  }

  package struct Template: Hashable, Codable, Sendable {
    package var source: String
    package var contentType: String
    /// `POST` or `PUT`.
    package var method: String

    package init(source: String, contentType: String, method: String) {
      self.source = source
      self.contentType = contentType
      self.method = method
    }
  }

  package struct Mail: Hashable, Codable, Sendable {
    package enum Security: String, Codable, Sendable, CaseIterable {
      /// Nothing is said in the clear: TLS from the start or by STARTTLS.
      case required
      /// TLS where the server offers it.
      case optional
      case off
    }

    package var from: String
    package var to: [String]
    package var security: Security

    package init(from: String, to: [String], security: Security = .required) {
      self.from = from
      self.to = to
      self.security = security
    }
  }

  package var headers: [Header]?
  package var login: Login?
  /// Paths of PEM files, read when something is sent.
  package var clientCertificate: String?
  package var clientKey: String?
  /// Authorities to check this receiver's certificate against, in place of the settings'.
  package var authorities: String?
  /// `http://host:port`; it resolves the receiver's name, and the network policy judges its own address.
  package var proxy: String?
  package var http2: Bool?
  /// For the whole request, the answer included.
  package var timeoutMs: Int?
  /// As written; nil: what is usual for the format.
  package var rate: RateLimit?
  /// `whsk_…`: messages carry an ed25519 signature too.
  package var signingKey: String?
  package var retiring: Retiring?
  package var template: Template?
  package var mail: Mail?
  /// Its test failed, or was not asked to succeed, when it was registered with force.
  package var isUnproven: Bool?

  package init() {}

  package var isEmpty: Bool { self == EndpointOptions() }

  /// As it may be shown: names, never values.
  package var loginKind: String? {
    switch login {
    case .basic: "basic"
    case .bearer: "bearer"
    case nil: nil
    }
  }
}

/// What a person wrote about an endpoint's options; nil means “not said”, an empty text or list clears.
package struct EndpointOptionsDraft: Hashable, Sendable {
  package var headers: [EndpointOptions.Header]?
  /// `user:password`.
  package var basic: String?
  package var bearer: String?
  package var clientCertificate: String?
  package var clientKey: String?
  package var authorities: String?
  package var proxy: String?
  package var http2: Bool?
  package var timeoutSeconds: Int?
  package var concurrency: Int?
  package var rate: String?
  /// Whether messages carry an ed25519 signature too.
  package var ed25519: Bool?
  package var template: String?
  package var contentType: String?
  package var method: String?
  package var mailFrom: String?
  package var mailTo: [String]?
  package var mailSecurity: String?

  package init() {}
}
