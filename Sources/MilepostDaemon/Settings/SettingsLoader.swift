import Foundation
import MilepostAPI
import MilepostCore
import MilepostEngine
import MilepostWebhooks

/// Reads the settings file and the environment, and checks that the service could run by them.
package struct SettingsLoader: Sendable {
  package static let defaultFile = "/etc/milepost/milepostd.yaml"
  private static let fileBytesMax = 1 << 20

  /// Nil: the default file, if there is one.
  package let file: String?
  package let environment: [String: String]

  package init(file: String?, environment: [String: String]) {
    self.file = file
    self.environment = environment
  }

  /// Throws every fault at once.
  package func load() throws(SettingsFaults) -> ServiceSetup {
    var reader = SettingsReader(file: settingsFile(), environment: environment)
    let zones = ZoneCache(reading: SystemZones(environment: environment).zone)
    let settings = settings(&reader, zones)
    var warnings = unknownVariables()
    let calendars = calendars(settings, &reader, &warnings)
    let network = network(settings, &reader)
    var secret: String?
    if let file = settings.secretFile { secret = signingSecret(file, &reader) }
    if let file = settings.authorities, case .failure(let refusal) = TextFile.read(file, bytesMax: 16 << 20) {
      reader.refuse(.authorities, refusal)
    }
    check(settings, calendars, zones, &reader)
    if let url = settings.heartbeatURL {
      do throws(Refusal) { try network?.check(url: url) } catch { reader.refuse(.heartbeatURL, error) }
    }
    let door = NetworkSetting.door(settings.listening, &reader)
    guard reader.faults.isEmpty, let calendars, let network else {
      throw SettingsFaults(faults: reader.faults, language: settings.language)
    }
    var engine = EngineSettings(zone: settings.zone, calendar: settings.calendar, network: network)
    engine.courier.concurrencyMax = settings.concurrency
    engine.courier.connectTimeoutMs = settings.connectSeconds * 1000
    engine.courier.totalTimeoutMs = settings.timeoutSeconds * 1000
    engine.courier.userAgent = "Milepost/\(MilepostVersion.current)"
    engine.courier.authorities = settings.authorities
    engine.signingSecret = secret
    engine.heartbeat = settings.heartbeatURL.map {
      HeartbeatSettings(url: $0, intervalSeconds: settings.heartbeatSeconds)
    }
    engine.historyDays = settings.historyDays
    engine.language = settings.language == .chinese ? .zh : .en
    engine.publicURL = settings.publicURL
    engine.answerDays = settings.answerDays
    return ServiceSetup(
      settings: settings, calendars: calendars, zones: zones, engine: engine, network: door, warnings: warnings)
  }

  private func settingsFile() -> SettingsFile {
    let path = file ?? SettingsLoader.defaultFile
    guard file != nil || FileManager.default.fileExists(atPath: path) else {
      return SettingsFile(name: path, contents: "")
    }
    switch TextFile.read(path, bytesMax: SettingsLoader.fileBytesMax) {
    case .success(let contents): return SettingsFile(name: path, contents: contents)
    case .failure(let refusal): return SettingsFile(name: path, fault: refusal)
    }
  }

  private func settings(_ reader: inout SettingsReader, _ zones: ZoneCache) -> Settings {
    let language = reader.word(.language).flatMap(ServiceLanguage.init(rawValue:)) ?? .english
    let zone = reader.text(.zone) ?? "UTC"
    return Settings(
      database: reader.path(.database) ?? folder("STATE_DIRECTORY", else: "/var/lib/milepost") + "/milepost.db",
      socket: reader.path(.socket) ?? folder("RUNTIME_DIRECTORY", else: "/run/milepost") + "/milepost.sock",
      calendars: reader.path(.calendars) ?? "/usr/share/milepost/calendars", zone: zone,
      calendar: reader.text(.calendar) ?? WorkCalendar.weekdays.name, language: language,
      logLevel: reader.word(.logLevel) ?? "info", shutdownSeconds: reader.integer(.shutdown) ?? 10,
      concurrency: reader.integer(.concurrency) ?? 64, connectSeconds: reader.integer(.connectTimeout) ?? 10,
      timeoutSeconds: reader.integer(.timeout) ?? 20, allowNetworks: reader.texts(.allowNetworks) ?? [],
      denyNetworks: reader.texts(.denyNetworks) ?? [], secretFile: reader.path(.secretFile) ?? credential,
      authorities: reader.path(.authorities), historyDays: reader.integer(.historyDays) ?? 400,
      listening: NetworkSetting.read(&reader, credentials: environment["CREDENTIALS_DIRECTORY"]),
      publicURL: NetworkSetting.publicURL(&reader),
      heartbeatURL: heartbeatURL(&reader), heartbeatSeconds: reader.integer(.heartbeatInterval) ?? 60,
      answerDays: reader.integer(.answerDays) ?? 30,
      rehearsal: RehearsalSetting.read(&reader, zone: zone, in: zones))
  }

  /// systemd's variables may hold several folders; the first is the service's own.
  private func folder(_ variable: String, else fallback: String) -> String {
    environment[variable]?.split(separator: ":").first.map(String.init) ?? fallback
  }

  /// The signing secret that systemd was told to load, if there is one.
  private var credential: String? { credential("milepost.webhooks-secret") }

  private func credential(_ name: String) -> String? {
    guard let folder = environment["CREDENTIALS_DIRECTORY"] else { return nil }
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Set, or what systemd was told to load.
  private func heartbeatURL(_ reader: inout SettingsReader) -> String? {
    if let url = reader.text(.heartbeatURL) { return url }
    guard let path = credential("milepost.heartbeat-url") else { return nil }
    switch TextFile.read(path, bytesMax: 4096) {
    case .success(let text): return DraftRules.trimmed(text)
    case .failure(let refusal):
      reader.refuse(.heartbeatURL, refusal)
      return nil
    }
  }

  /// Others may have variables that begin as ours do (a container platform names its services so): no reason to stand
  /// still, but worth a word.
  private func unknownVariables() -> [Bilingual] {
    let known = Set(SettingKey.all.map(\.variable)).union(["MILEPOST_LANG"])
    return environment.keys.filter { $0.hasPrefix("MILEPOST_") && !known.contains($0) }.sorted().map { name in
      let (shown, hint) = (DraftRules.shown(name), Nearest.hint(for: name, among: known.sorted()))
      return Bilingual(en: "The variable \(shown) is no setting\(hint.en).", zh: "变量 \(shown) 不是设置项\(hint.zh)。")
    }
  }
}

extension SettingsLoader {
  private func calendars(
    _ settings: Settings, _ reader: inout SettingsReader, _ warnings: inout [Bilingual]
  ) -> CalendarLibrary? {
    let exists = FileManager.default.fileExists(atPath: settings.calendars)
    guard exists || reader.isSet(.calendars) else {
      warnings.append(
        Bilingual(
          en: "There is no folder \(settings.calendars): no holidays are known, only Monday to Friday.",
          zh: "没有目录 \(settings.calendars)：不知道节假日，只按周一至周五计算。"))
      return CalendarLibrary()
    }
    do throws(Refusal) {
      return try CalendarFolder.read(settings.calendars)
    } catch {
      reader.refuse(.calendars, error)
      return nil
    }
  }

  private func network(_ settings: Settings, _ reader: inout SettingsReader) -> NetworkPolicy? {
    var lists: [NetworkPolicy?] = []
    // Each list by itself first, so that the fault is laid at the right door.
    for (key, allow, deny) in [
      (SettingKey.allowNetworks, settings.allowNetworks, []), (.denyNetworks, [], settings.denyNetworks),
    ] {
      do throws(Refusal) {
        lists.append(try NetworkPolicy(allow: allow, deny: deny))
      } catch {
        reader.refuse(key, error)
      }
    }
    guard lists.count == 2 else { return nil }
    return try? NetworkPolicy(allow: settings.allowNetworks, deny: settings.denyNetworks)
  }

  private func signingSecret(_ path: String, _ reader: inout SettingsReader) -> String? {
    do throws(Refusal) {
      let secret = DraftRules.trimmed(try TextFile.read(path, bytesMax: 4096).get())
      try Signature.check(secret: secret)
      return secret
    } catch {
      reader.refuse(.secretFile, error)
      return nil
    }
  }

  /// What no single value shows.
  private func check(
    _ settings: Settings, _ calendars: CalendarLibrary?, _ zones: ZoneCache, _ reader: inout SettingsReader
  ) {
    checkZones(settings, zones, &reader)
    do throws(Refusal) { _ = try calendars?.calendar(named: settings.calendar) } catch {
      reader.refuse(.calendar, error)
    }
    if settings.timeoutSeconds < settings.connectSeconds {
      reader.refuse(
        .timeout,
        Refusal(
          .invalidValue,
          en: "\(settings.timeoutSeconds) s in all are less than the \(settings.connectSeconds) s for connecting.",
          zh: "总时限 \(settings.timeoutSeconds) 秒少于连接时限 \(settings.connectSeconds) 秒。"))
    }
  }

  /// A machine without its zones would take every date for UTC's.
  private func checkZones(_ settings: Settings, _ zones: ZoneCache, _ reader: inout SettingsReader) {
    guard (try? zones.zone(named: "Asia/Shanghai")) != nil else {
      return reader.refuse(
        .zone,
        Refusal(
          .unknownZone, en: "This machine knows no time zones; install tzdata.", zh: "本机没有时区数据；请安装 tzdata。"))
    }
    do throws(Refusal) { _ = try zones.zone(named: settings.zone) } catch { reader.refuse(.zone, error) }
  }
}
