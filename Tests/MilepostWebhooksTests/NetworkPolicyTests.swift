import MilepostCore
import Testing

@testable import MilepostWebhooks

/// Decisions only: nothing here connects to anything.
@Suite struct NetworkPolicyTests {
  private func policy(allow: [String] = [], deny: [String] = []) throws -> NetworkPolicy {
    try NetworkPolicy(allow: allow, deny: deny)
  }

  @Test(
    "What leads to this machine, to the cloud's services or nowhere is denied by default",
    arguments: [
      "127.0.0.1", "127.255.255.254", "::1", "0.0.0.0", "::", "169.254.169.254", "fe80::1", "100.100.100.200",
      "100.64.0.1", "192.0.0.192", "192.0.0.8", "198.18.0.1", "224.0.0.1", "239.255.255.255", "255.255.255.255",
      "ff02::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:0:127.0.0.1",
      "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "5f00::1", "240.0.0.1", "fec0::1",
    ])
  func denied(address: String) throws {
    let address = try #require(IPAddress(address))
    #expect(try policy().verdict(for: address) != .allowed)
    #expect(try policy(allow: ["0.0.0.0/0", "::/0"]).verdict(for: address) == .allowed)
  }

  @Test(
    "Public and private networks are allowed, and can be denied",
    arguments: ["93.184.216.34", "10.1.2.3", "172.16.0.1", "192.168.1.1", "fd12::1", "2606:2800::1", "::ffff:10.1.2.3"])
  func allowed(address: String) throws {
    let address = try #require(IPAddress(address))
    #expect(try policy().verdict(for: address) == .allowed)
    #expect(try policy(deny: ["0.0.0.0/0", "::/0"]).verdict(for: address) == .denied("deny_networks"))
  }

  @Test("What is denied stays denied where it is allowed too")
  func precedence() throws {
    let policy = try policy(allow: ["127.0.0.0/8"], deny: ["127.0.0.2"])
    #expect(policy.verdict(for: try #require(IPAddress("127.0.0.1"))) == .allowed)
    #expect(policy.verdict(for: try #require(IPAddress("127.0.0.2"))) == .denied("deny_networks"))
  }

  @Test("A range holds what lies in it and nothing beside", arguments: 0...32)
  func ranges(length: Int) throws {
    let range = try #require(IPRange("0.0.0.0/\(length)"))
    let last: UInt64 = length == 0 ? 0xFFFF_FFFF : (1 << UInt64(32 - length)) - 1
    #expect(range.contains(IPAddress(high: 0, low: 0xFFFF_0000_0000 | last)))
    if length > 0 { #expect(!range.contains(IPAddress(high: 0, low: 0xFFFF_0000_0000 | (last + 1)))) }
    #expect(!range.contains(try #require(IPAddress("::1"))))
  }

  @Test(
    "What is no network is refused",
    arguments: [
      "", "10.0.0.0/33", "10.0.0.1/8", "10.0.0/8", "fd00::/129", "::1/64", "10.0.0.0/", "10.0.0.0/-1", "a",
      "10.0.0.0/8/8",
    ])
  func faults(text: String) {
    #expect(throws: Refusal.self) { try policy(deny: [text]) }
  }

  @Test(
    "An address is judged however it is spelled",
    arguments: [
      "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
      "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "http://LOCALHOST:8080/",
      "http://a.localhost/",
      "http://user:word@127.0.0.1/", "http://example.com@127.0.0.1/", "https://[fe80::1%25eth0]/", "http://0/",
    ])
  func spellings(url: String) throws {
    let refusal = #expect(throws: Refusal.self) { try policy().check(url: url) }
    #expect(refusal?.code == .addressDenied || refusal?.code == .invalidURL)
  }

  @Test(
    "What is no web address is refused, and what may be secret in it is not shown",
    arguments: [
      "", "geheim", "ftp://example.com/geheim", "file:///etc/geheim", "gopher://example.com/geheim", "http://",
      "http:///geheim", "//example.com/geheim", "http://exa mple.com/geheim", "http://example.com/geheim\r\nx: y",
      "javascript:geheim", "http://[::1/geheim", "http://example.com:99999/geheim",
      "http://example.com/" + String(repeating: "geheim", count: 400),
    ])
  func noAddress(url: String) throws {
    let refusal = try #require(#expect(throws: Refusal.self) { try policy().check(url: url) })
    #expect(refusal.code == .invalidURL)
    #expect(!refusal.text.en.contains("geheim") && !refusal.text.zh.contains("geheim"))
  }

  @Test(
    "Addresses of receivers are taken",
    arguments: [
      "https://example.com/hooks/abc?token=x", "http://10.0.0.7:8080/", "https://[2606:2800::1]/", "HTTP://EXAMPLE.COM",
      "https://open.feishu.cn/open-apis/bot/v2/hook/0", "https://例子.测试/钩子",
    ])
  func taken(url: String) throws { try policy().check(url: url) }

  @Test(
    "A name or password in an address is refused, with what to use instead, and not shown",
    arguments: [
      "https://user:geheim@example.com/", "https://geheim@example.com/", "https://:geheim@example.com/",
      "https://good.example@evil.example/geheim", "https://example.com%40geheim@evil.example/",
      "https://user;auth=geheim@example.com/",
    ])
  func logins(url: String) throws {
    let refusal = try #require(#expect(throws: Refusal.self) { try policy().check(url: url) })
    #expect(refusal.code == .invalidURL)
    #expect(!refusal.text.en.contains("geheim") && !refusal.text.zh.contains("geheim"))
    if refusal.text.en.contains("before @") { #expect(refusal.text.en.contains("--basic-file")) }
  }

  @Test(
    "Whom an address means is judged as libcurl reads it, not as it looks",
    arguments: [
      ("http://127.0.0.1:80\\@example.com/", false), ("http://example.com\\@127.0.0.1/", false),
      ("http://example.com#@127.0.0.1/", true), ("http://example.com?@127.0.0.1/", true),
      ("http://127.0.0.1#@example.com/", false), ("http://0x7f.1/", false), ("http://0177.1/", false),
      ("http://017700000001/", false), ("http://[::ffff:7f00:1]/", false),
      ("http://[0:0:0:0:0:ffff:127.0.0.1]/", false),
      ("http://[64:ff9b::127.0.0.1]/", false), ("http://[2002:7f00:1::1]/", false), ("http://[2001::1]/", false),
      ("http://[fec0::1]/", false), ("http://100.64.0.1/", false), ("http://169.254.169.254/latest/meta-data/", false),
      ("http://[fd00:ec2::254]/", false), ("http://localhost./", false), ("http://4294967295/", false),
      ("http://[::]/", false),
      ("http://127.0.0.1./", false),
    ])
  func confusions(url: String, isTaken: Bool) throws {
    if isTaken { return try policy().check(url: url) }
    #expect(throws: Refusal.self, "\(url)") { try policy().check(url: url) }
  }

  @Test("Mail may go by smtp and smtps and by nothing else, and what goes by HTTP not by them")
  func schemes() throws {
    let mail = MessageFormat.email.schemes
    try policy().check(url: "smtp://mail.example.org:587", schemes: mail)
    try policy().check(url: "smtps://mail.example.org", schemes: mail)
    for url in ["http://mail.example.org", "file:///etc/passwd", "gopher://mail.example.org:25/_MAIL"] {
      #expect(throws: Refusal.self) { try policy().check(url: url, schemes: mail) }
    }
    for url in ["smtp://mail.example.org", "dict://example.org", "ldap://example.org", "scp://example.org"] {
      #expect(throws: Refusal.self) { try policy().check(url: url) }
    }
  }
}
