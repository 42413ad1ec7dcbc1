/// What an endpoint's options may look like; each check refuses with one sentence that shows no secret.
package enum EndpointRules {
  package static let headersMax = 20
  package static let headerBytesMax = 4096
  package static let recipientsMax = 50
  package static let templateBytesMax = 65_536

  /// Headers that the service or HTTP itself sets.
  private static let reserved: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade", "keep-alive",
    "proxy-authorization", "proxy-connection", "content-type", "user-agent",
  ]

  /// What is said, over what stands.
  package static func options(
    _ draft: EndpointOptionsDraft, over base: EndpointOptions?, format: MessageFormat
  ) throws(Refusal) -> EndpointOptions {
    var options = base ?? EndpointOptions()
    if let headers = draft.headers { options.headers = try self.headers(headers) }
    try login(draft, &options)
    try transport(draft, &options, format)
    if let text = draft.rate {
      options.rate = DraftRules.trimmed(text).isEmpty ? nil : try RateLimit(text, place: "rate")
    }
    try mail(draft, &options, format)
    try template(draft, &options, format)
    let named = options.headers?.contains { $0.name.lowercased() == "authorization" } ?? false
    guard options.login == nil || !named else {
      throw Refusal(
        .invalidValue, en: "Give the header Authorization or a login, not both.",
        zh: "请求头 Authorization 与登录凭据只能设置一种。", place: "headers")
    }
    return options
  }

  private static func headers(_ headers: [EndpointOptions.Header]) throws(Refusal) -> [EndpointOptions.Header]? {
    guard headers.count <= headersMax else {
      throw Refusal(
        .invalidValue, en: "There are \(headers.count) headers; at most \(headersMax) are taken.",
        zh: "共有 \(headers.count) 个请求头，最多 \(headersMax) 个。", place: "headers")
    }
    var seen: Set<String> = []
    for header in headers {
      let (name, shown) = (header.name.lowercased(), DraftRules.shown(header.name))
      guard !name.isEmpty, name.utf8.count <= 100, name.utf8.allSatisfy(isToken) else {
        throw Refusal(
          .invalidValue, en: "“\(shown)” is no header's name; use letters, digits and hyphens.",
          zh: "“\(shown)”不是请求头名称；请用字母、数字和连字符。", place: "headers")
      }
      guard !reserved.contains(name), !name.hasPrefix("webhook-") else {
        throw Refusal(
          .invalidValue, en: "The header \(shown) is set by the service; leave it out.",
          zh: "请求头 \(shown) 由本服务设置，请不要填写。", place: "headers")
      }
      guard seen.insert(name).inserted else {
        throw Refusal(
          .duplicateKey, en: "The header \(shown) is given twice; keep one.", zh: "请求头 \(shown) 重复出现，请只保留一个。",
          place: "headers")
      }
      guard header.value.utf8.count <= headerBytesMax, header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
        !header.value.isEmpty
      else {
        throw Refusal(
          .invalidValue,
          en: "The value of the header \(shown) must be one line of 1 to \(headerBytesMax) bytes.",
          zh: "请求头 \(shown) 的值应为一行，长度 1 至 \(headerBytesMax) 字节。", place: "headers")
      }
    }
    return headers.isEmpty ? nil : headers
  }

  private static func login(
    _ draft: EndpointOptionsDraft, _ options: inout EndpointOptions
  ) throws(Refusal) {
    guard draft.basic?.isEmpty ?? true || draft.bearer?.isEmpty ?? true else {
      throw Refusal(
        .invalidValue, en: "Give a name and password or a bearer token, not both.",
        zh: "用户名密码与令牌（bearer）只能设置一种。", place: "bearer")
    }
    if let basic = draft.basic {
      guard !basic.isEmpty else { return options.login = nil }
      let parts = basic.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, isPlain(basic, limit: 1000) else {
        throw Refusal(
          .invalidValue, en: "A login is one line, user:password.", zh: "登录凭据应写成一行：用户名:密码。", place: "basic")
      }
      options.login = .basic(user: String(parts[0]), password: String(parts[1]))
    }
    if let bearer = draft.bearer {
      guard !bearer.isEmpty else { return options.login = nil }
      guard isPlain(bearer, limit: headerBytesMax), !bearer.contains(" ") else {
        throw Refusal(
          .invalidValue, en: "A bearer token is one word without blanks.", zh: "令牌（bearer）应为不含空格的一段文字。",
          place: "bearer")
      }
      options.login = .bearer(token: bearer)
    }
  }

  private static func transport(
    _ draft: EndpointOptionsDraft, _ options: inout EndpointOptions, _ format: MessageFormat
  ) throws(Refusal) {
    options.clientCertificate = try path(draft.clientCertificate, options.clientCertificate, "client_cert")
    options.clientKey = try path(draft.clientKey, options.clientKey, "client_key")
    options.authorities = try path(draft.authorities, options.authorities, "ca_file")
    guard options.clientKey == nil || options.clientCertificate != nil else {
      throw Refusal(
        .missingField, en: "A client key needs its certificate: give client_cert too.",
        zh: "设置客户端私钥时须同时设置证书 client_cert。", place: "client_cert")
    }
    if let proxy = draft.proxy { options.proxy = proxy.isEmpty ? nil : proxy }
    if let http2 = draft.http2 { options.http2 = http2 ? true : nil }
    if let seconds = draft.timeoutSeconds {
      options.timeoutMs = try within(seconds, 1...600, "timeout") * 1000
    }
    guard format != .email || (options.proxy == nil && options.http2 == nil && options.headers == nil) else {
      throw Refusal(
        .invalidValue, en: "Mail takes no proxy, no HTTP/2 and no headers of your own.",
        zh: "邮件不支持代理、HTTP/2 和自定义请求头。", place: "format")
    }
  }

  private static func mail(
    _ draft: EndpointOptionsDraft, _ options: inout EndpointOptions, _ format: MessageFormat
  ) throws(Refusal) {
    guard format == .email else {
      guard draft.mailFrom == nil, draft.mailTo == nil, draft.mailSecurity == nil else {
        throw Refusal(
          .invalidValue, en: "Only the form email has senders and recipients.", zh: "只有 email 格式才有发件人和收件人。",
          place: "to")
      }
      return
    }
    let from = try draft.mailFrom.map { (text) throws(Refusal) in try MailAddress.checked(text, place: "from") }
    var to: [String]?
    if let given = draft.mailTo {
      to = try given.map { (text) throws(Refusal) in try MailAddress.checked(text, place: "to") }
    }
    guard let from = from ?? options.mail?.from else {
      throw Refusal(
        .missingField, en: "Mail needs a sender: from, for example milepost@example.org.",
        zh: "邮件需要发件人 from，例如 milepost@example.org。", place: "from")
    }
    let recipients = to ?? options.mail?.to ?? []
    guard (1...recipientsMax).contains(recipients.count) else {
      throw Refusal(
        .missingField, en: "Mail needs 1 to \(recipientsMax) recipients: to, for example office@example.org.",
        zh: "邮件需要 1 至 \(recipientsMax) 个收件人 to，例如 office@example.org。", place: "to")
    }
    let security: EndpointOptions.Mail.Security? =
      if let text = draft.mailSecurity { try DraftRules.choice(text, place: "mail_tls") } else { nil }
    options.mail = .init(from: from, to: recipients, security: security ?? options.mail?.security ?? .required)
    if case .bearer = options.login {
      throw Refusal(
        .invalidValue, en: "Mail servers take a name and password, not a bearer token.",
        zh: "邮件服务器使用用户名和密码，不使用令牌（bearer）。", place: "bearer")
    }
  }

  /// That it renders is judged by whoever renders it.
  private static func template(
    _ draft: EndpointOptionsDraft, _ options: inout EndpointOptions, _ format: MessageFormat
  ) throws(Refusal) {
    guard format == .template else {
      guard draft.template == nil, draft.contentType == nil, draft.method == nil else {
        throw Refusal(
          .invalidValue, en: "Only the form template has a template, a content type and a method.",
          zh: "只有 template 格式才有模板、内容类型和请求方法。", place: "template")
      }
      return
    }
    guard let source = draft.template ?? options.template?.source, !source.isEmpty else {
      throw Refusal(
        .missingField, en: "The form template needs a template.", zh: "template 格式需要提供模板。", place: "template")
    }
    guard source.utf8.count <= templateBytesMax else {
      throw Refusal(
        .invalidValue, en: "The template is longer than \(templateBytesMax) bytes.",
        zh: "模板超过 \(templateBytesMax) 字节。", place: "template")
    }
    let type = draft.contentType ?? options.template?.contentType ?? "application/json"
    guard type.contains("/"), isPlain(type, limit: 100) else {
      let shown = DraftRules.shown(type)
      throw Refusal(
        .invalidValue, en: "“\(shown)” is no content type; write it like application/json.",
        zh: "“\(shown)”不是内容类型；请写成 application/json 的形式。", place: "content_type")
    }
    let method = (draft.method ?? options.template?.method ?? "POST").uppercased()
    guard method == "POST" || method == "PUT" else {
      let shown = DraftRules.shown(method)
      throw Refusal(
        .invalidValue, en: "“\(shown)” is none of POST, PUT.", zh: "“\(shown)”不在可选值之中：POST、PUT。", place: "method")
    }
    options.template = .init(source: source, contentType: type, method: method)
  }
}

extension EndpointRules {
  private static func path(_ text: String?, _ current: String?, _ place: String) throws(Refusal) -> String? {
    guard let text else { return current }
    if text.isEmpty { return nil }
    guard text.hasPrefix("/"), isPlain(text, limit: 1000) else {
      let shown = DraftRules.shown(text)
      throw Refusal(
        .invalidValue, en: "“\(shown)” is no absolute path; the service reads it, so write it from / on.",
        zh: "“\(shown)”不是绝对路径；文件由服务读取，请从 / 写起。", place: place)
    }
    return text
  }

  package static func within(_ value: Int, _ range: ClosedRange<Int>, _ place: String) throws(Refusal) -> Int {
    if range.contains(value) { return value }
    throw Refusal(
      .invalidValue, en: "\(value) is out of range; it must be \(range.lowerBound) to \(range.upperBound).",
      zh: "\(value) 超出范围，应为 \(range.lowerBound) 至 \(range.upperBound)。", place: place)
  }

  /// Visible characters and blanks only: nothing that could end a line.
  private static func isPlain(_ text: String, limit: Int) -> Bool {
    text.utf8.count <= limit && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

/// Mail addresses as SMTP takes them: `name@host`, in ASCII.
package enum MailAddress {
  package static func checked(_ text: String, place: String) throws(Refusal) -> String {
    let address = DraftRules.trimmed(text)
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    let isFine =
      parts.count == 2 && !parts[0].isEmpty && parts[0].utf8.count <= 64 && !parts[1].isEmpty
      && address.utf8.count <= 254
      && address.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>()[],;:\\\"".utf8.contains($0) }
      && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && !parts[1].contains("..")
    guard isFine else {
      let shown = DraftRules.shown(text)
      throw Refusal(
        .invalidValue, en: "“\(shown)” is no mail address; write it like office@example.org.",
        zh: "“\(shown)”不是邮件地址；请写成 office@example.org 的形式。", place: place)
    }
    return address
  }
}
