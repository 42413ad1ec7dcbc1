import Foundation
import GRDB
import Glibc
import MilepostAPI
import MilepostClient

/// A real service in a folder of its own: the daemon as a process, its settings, its database, its socket, its log.
final class Service {
  let folder: String
  var database: String { folder + "/data/milepost.db" }
  var socket: String { folder + "/milepost.sock" }
  var settingsFile: String { folder + "/milepostd.yaml" }
  private(set) var daemon: Child?
  private let notices: Notices
  private let logFile: String

  init(settings: String = "") throws {
    // Short: a socket's path has 107 bytes.
    var template = Array("/tmp/milepost-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failed("no folder in /tmp") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    logFile = folder + "/log"
    notices = try Notices(path: folder + "/notify")
    try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: false)
    try write(settings: settings)
  }

  deinit {
    daemon = nil
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// All it has said, of all its lives.
  var log: String { String(decoding: FileManager.default.contents(atPath: logFile) ?? Data(), as: UTF8.self) }

  /// The receivers of these tests are on loopback, which is denied unless it is allowed.
  func write(settings more: String, network: String = "webhooks: {allow_networks: [127.0.0.0/8]}\n") throws {
    let settings = """
      database: \(database)
      socket: \(socket)
      calendars: \(Programs.root)/etc/calendars
      default_zone: Asia/Shanghai
      default_calendar: china

      """
    try (settings + network + more).write(toFile: settingsFile, atomically: true, encoding: .utf8)
  }

  /// Starts the daemon and waits for its READY=1. `wrapper` is a command that becomes the daemon.
  /// - Returns: how long that took, in milliseconds.
  @discardableResult
  func start(wrapper: [String] = [], seconds: Double = 30) throws -> Double {
    let begun = ContinuousClock.now
    try launch(wrapper: wrapper)
    guard try becomesReady(seconds: seconds) else { throw Failed("milepostd was not ready:\n\(log.suffix(2000))") }
    return (ContinuousClock.now - begun) / .milliseconds(1)
  }

  /// Starts the daemon and does not wait.
  func launch(wrapper: [String] = []) throws {
    notices.clear()
    let words = wrapper + [Programs.daemon, "--config", settingsFile]
    daemon = try Child(
      words[0], Array(words.dropFirst()), environment: Service.environment(["NOTIFY_SOCKET": notices.path]),
      output: logFile, errors: logFile)
  }

  /// False when it ended instead.
  func becomesReady(seconds: Double) throws -> Bool { try hears("READY=1", seconds: seconds) }

  /// Waits for a line that the daemon sends to its service manager. False when the daemon ended instead.
  func hears(_ notice: String, seconds: Double) throws -> Bool {
    guard let daemon else { return false }
    return try notices.wait(for: notice, orEndOf: daemon.life, seconds: seconds)
  }

  func kill() throws {
    daemon?.signal(SIGKILL)
    try daemon?.wait(seconds: 30)
  }

  /// Asks it to stop. - Returns: how it ended.
  @discardableResult
  func stop(seconds: Double = 30) throws -> Child.Ending? {
    daemon?.signal(SIGTERM)
    return try daemon?.wait(seconds: seconds)
  }

  /// Waits for words in the log, looking again ten times a second. False when they do not come.
  func says(_ words: String, seconds: Double) throws -> Bool {
    let deadline = Deadline(seconds: seconds)
    while !log.contains(words) {
      guard !deadline.hasPassed, let daemon else { return false }
      var life = pollfd(fd: daemon.life, events: Int16(POLLIN), revents: 0)
      guard poll(&life, 1, 100) == 0 else { return log.contains(words) }
    }
    return true
  }

  /// Runs the daemon's program to its end beside the one that may be running: its exit status and what it said.
  func runDaemon(_ arguments: [String], variables: [String: String] = [:]) throws -> Ran {
    try Ran(Programs.daemon, arguments, environment: Service.environment(variables), folder: folder)
  }

  /// Runs one command of the command line.
  @discardableResult
  func milepost(_ arguments: String..., input: String? = nil) throws -> Ran { try milepost(arguments, input: input) }

  func milepost(_ arguments: [String], input: String? = nil) throws -> Ran {
    try Ran(
      Programs.tool, ["--socket", socket] + arguments, environment: Service.environment([:]), folder: folder,
      input: input)
  }

  var client: Client { Client(address: .unixSocket(path: socket), timeoutSeconds: 30) }

  /// The database in the hands of somebody else's SQLite.
  func rows(_ sql: String) throws -> [Row] {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return try DatabaseQueue(path: database, configuration: configuration).read { try Row.fetchAll($0, sql: sql) }
  }

  func count(_ sql: String) throws -> Int { try rows("SELECT count(*) FROM " + sql)[0][0] }

  /// This process's environment without settings of the service that somebody may have there.
  private static func environment(_ more: [String: String]) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
      !name.hasPrefix("MILEPOST_") && name != "NOTIFY_SOCKET" && name != "COLUMNS"
    }
    return inherited.merging(more) { $1 }
  }
}

/// A program that ran to its end.
struct Ran {
  let status: Int32
  let output: String
  let errors: String

  init(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String, input: String? = nil,
    seconds: Double = 60
  ) throws {
    let (inputFile, errorFile) = (folder + "/.input", folder + "/.errors")
    try Data((input ?? "").utf8).write(to: URL(filePath: inputFile))
    try Data().write(to: URL(filePath: errorFile))
    let child = try Child(program, arguments, environment: environment, input: inputFile, errors: errorFile)
    output = String(decoding: try child.readToEnd(seconds: seconds), as: UTF8.self)
    guard case .exit(let status) = try child.wait(seconds: seconds) else {
      throw Failed("\(program) \(arguments) ended by a signal")
    }
    self.status = status
    errors = try String(contentsOfFile: errorFile, encoding: .utf8)
  }

  /// What it printed as JSON.
  func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try WireCoder.decode(type, from: Data(output.utf8))
  }
}
