import MilepostCore
import MilepostEngine
import MilepostServer
import MilepostWebhooks
import Testing

@testable import MilepostDaemon

@Suite struct SettingsTests {
  private func load(
    _ text: String?, _ environment: [String: String] = [:], folder: Folder? = nil
  ) throws -> ServiceSetup {
    let folder = try folder ?? Folder()
    let file = try text.map { try folder.write("milepostd.yaml", $0) } ?? folder.write("empty.yaml", "")
    return try SettingsLoader(file: file, environment: environment).load()
  }

  private func faults(_ text: String, _ environment: [String: String] = [:]) throws -> [String] {
    do {
      _ = try load(text, environment)
      return []
    } catch let faults as SettingsFaults {
      for fault in faults.faults { #expect(fault.text.en != fault.text.zh && fault.text.en.hasSuffix(".")) }
      return faults.faults.map(\.line.en)
    }
  }

  @Test("An empty file gives the defaults, in systemd's folders where it names them")
  func defaults() throws {
    let plain = try load("").settings
    #expect(plain.database == "/var/lib/milepost/milepost.db")
    #expect(plain.socket == "/run/milepost/milepost.sock")
    #expect((plain.zone, plain.calendar, plain.language, plain.logLevel) == ("UTC", "weekdays", .english, "info"))
    #expect((plain.concurrency, plain.connectSeconds, plain.timeoutSeconds) == (64, 10, 20))
    #expect(plain.rehearsal == nil)
    let run = try load("", ["STATE_DIRECTORY": "/s:/t", "RUNTIME_DIRECTORY": "/r"]).settings
    #expect((run.database, run.socket) == ("/s/milepost.db", "/r/milepost.sock"))
  }

  @Test("Every key is taken from the file, and the environment goes before it")
  func precedence() throws {
    let text = """
      database: /a/b.db
      socket: /a/s
      default_zone: Asia/Shanghai
      language: zh
      log_level: debug
      shutdown_timeout: 7
      webhooks:
        concurrency: 5
        connect_timeout: 3
        timeout: 4
        allow_networks: [127.0.0.0/8, fd00::/8]
        deny_networks: [10.0.0.1]
      rehearsal:
        start: 2022-05-20T08:00:30
        zone: Asia/Shanghai
        speed: 86400
      """
    let file = try load(text)
    #expect(file.settings.database == "/a/b.db" && file.settings.language == .chinese)
    #expect(file.settings.shutdownSeconds == 7)
    #expect(file.settings.allowNetworks == ["127.0.0.0/8", "fd00::/8"])
    #expect(file.engine.courier.concurrencyMax == 5)
    #expect((file.engine.courier.connectTimeoutMs, file.engine.courier.totalTimeoutMs) == (3000, 4000))
    #expect(file.settings.rehearsal?.start.rfc3339 == "2022-05-20T00:00:30.000Z")
    #expect(file.settings.rehearsal?.speed == 86_400)
    let over = try load(text, ["MILEPOST_DATABASE": "/c.db", "MILEPOST_WEBHOOKS_TIMEOUT": "9", "MILEPOST_SOCKET": ""])
    #expect((over.settings.database, over.settings.timeoutSeconds, over.settings.socket) == ("/c.db", 9, "/a/s"))
  }

  @Test(
    "What is wrong is named with file, line and what would be right",
    arguments: [
      ("databas: /x", ":1: there is no setting “databas”; the nearest is “database”."),
      ("\nwebhooks:\n  timeut: 3", ":3: there is no setting “webhooks.timeut”; the nearest is “webhooks.timeout”."),
      ("timeout: 3", "“webhooks.timeout”"), ("database: relative/x.db", "write an absolute path"),
      ("language: de", "write one of en, zh"), ("log_level: loud", "write one of debug, info"),
      ("webhooks: {concurrency: 0}", "a whole number from 1 to 1024"),
      ("webhooks: {concurrency: many}", "a whole number from 1 to 1024"),
      ("webhooks: {timeout: 5, connect_timeout: 6}", "5 s in all are less than the 6 s for connecting."),
      ("webhooks: {allow_networks: [10.0.0.1/8]}", "“10.0.0.1/8” is no network"),
      ("webhooks: {deny_networks: 10.0.0.0/8}", "write a list"), ("default_zone: Asia/Peking2", "Asia/Peking2"),
      ("default_calendar: mars", "mars"), ("rehearsal: {speed: 5}", "a rehearsal needs rehearsal.start too"),
      ("rehearsal: {start: yesterday}", "is no moment"), ("rehearsal: {start: 2022-05-20T08:00, speed: 0}", "above 0"),
      ("database: [1, 2]", "write an absolute path"), ("- a\n- b", "keys with values"),
      ("database: /a\ndatabase: /b", "“database” is given twice"),
      ("database: \"/a", ":"), ("a: &x [*x, *x]", ":"), ("calendars: /nowhere/at/all", "cannot be read"),
    ])
  func wrong(text: String, sentence: String) throws {
    let faults = try faults(text)
    #expect(faults.contains { $0.contains(sentence) }, "\(faults)")
  }

  @Test("Every fault is told at once")
  func allFaults() throws {
    #expect(try faults("databas: /x\nlanguage: de\nwebhooks: {timeout: 0}").count == 3)
  }

  @Test("A variable that is wrong is named; one that is no setting is worth a word, no more")
  func variables() throws {
    #expect(try faults("", ["MILEPOST_LANGUAGE": "de"]).first?.hasPrefix("MILEPOST_LANGUAGE: ") ?? false)
    let setup = try load("", ["MILEPOST_DATABSE": "/x", "MILEPOST_LANG": "zh", "OTHER": "y"])
    #expect(setup.warnings.contains { $0.en.contains("MILEPOST_DATABSE") && $0.en.contains("MILEPOST_DATABASE") })
    #expect(!setup.warnings.contains { $0.en.contains("MILEPOST_LANG ") })
  }

  @Test("A file that cannot be read, is no text or is too large is refused")
  func unreadable() throws {
    let folder = try Folder()
    #expect(throws: SettingsFaults.self) { try SettingsLoader(file: folder.path + "/none", environment: [:]).load() }
    #expect(throws: SettingsFaults.self) { try SettingsLoader(file: folder.path, environment: [:]).load() }
    let large = try folder.write("large.yaml", String(repeating: "# nothing\n", count: 200_000))
    #expect(throws: SettingsFaults.self) { try SettingsLoader(file: large, environment: [:]).load() }
  }

  @Test("The signing secret comes from its file or from systemd's credentials, and no fault shows it")
  func secret() throws {
    let folder = try Folder()
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let file = try folder.write("secret", secret + "\n")
    #expect(try load("webhooks: {secret_file: \(file)}").engine.signingSecret == secret)
    try folder.write("milepost.webhooks-secret", secret)
    #expect(try load("", ["CREDENTIALS_DIRECTORY": folder.path]).engine.signingSecret == secret)
    try folder.write("secret", "geheim")
    let faults = try faults("webhooks: {secret_file: \(file)}")
    #expect(faults.count == 1 && !faults[0].contains("geheim"))
  }

  @Test("A reload keeps what takes a restart, and names it")
  func reload() throws {
    let running = try load("database: /a.db\nlanguage: en").settings
    let other = try load("database: /b.db\nsocket: /c\nlanguage: zh\nrehearsal: {start: 2022-05-20T08:00}").settings
    #expect(running.needingRestart(toBecome: other) == ["database", "socket", "rehearsal"])
    let kept = other.keeping(running)
    #expect((kept.database, kept.socket, kept.language) == ("/a.db", running.socket, .chinese))
    #expect(running.needingRestart(toBecome: running).isEmpty)
  }

  @Test("A calendar that is wrong is named with its file and line")
  func calendars() throws {
    let folder = try Folder()
    try folder.write("mars-2022.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:nonsense\nEND:VEVENT\nEND:VCALENDAR\n")
    let faults = try faults("calendars: \(folder.path)")
    #expect(faults.contains { $0.contains("mars-2022.ics") && $0.contains("3") }, "\(faults)")
  }

  @Test("Listening is off unless it is set, and stays on the machine unless an address is written")
  func listening() throws {
    #expect(try load("").settings.listening == nil && load("").network == nil)
    let plain = try load("listen: 8470\npublic_url: https://milepost.example.org/town/\n")
    #expect(plain.settings.listening?.address.text == "127.0.0.1:8470")
    #expect(plain.engine.publicURL == "https://milepost.example.org/town")
    #expect(plain.network?.tls == nil)
    let open = try load("listen: 0.0.0.0:8470\nlisten_insecure: true\ntrusted_proxies: [10.0.0.0/8]\n")
    #expect(open.settings.listening?.address.isLoopback == false)
    #expect(open.settings.needingRestart(toBecome: plain.settings) == ["listen"])
  }

  @Test("What would give tokens away, or cannot be listened at, is refused with the way out")
  func wrongListening() throws {
    #expect(try faults("listen: 0.0.0.0:8470\n").first?.contains("listen_insecure") == true)
    #expect(try faults("listen: example.org:80\n").first?.contains("127.0.0.1:8470") == true)
    #expect(try faults("listen: 1\ntls: {certificate: /nowhere.pem}\n").first?.contains("go together") == true)
    let missing = "listen: 1\ntls: {certificate: /nowhere.pem, key: /nowhere.pem}\n"
    #expect(try faults(missing).first?.contains("/nowhere.pem") == true)
    #expect(try faults("listen: 1\ntrusted_proxies: [x]\n").first?.contains("network") == true)
    for url in ["milepost.example.org", "ftp://x", "https://", "https://a/?b", "https://me@x", "https://a b"] {
      #expect(try faults("public_url: \"\(url)\"\n").first?.contains("https://milepost.example.org") == true, "\(url)")
    }
  }
}
