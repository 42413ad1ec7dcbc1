import ArgumentParser
import Glibc
import MilepostAPI
import MilepostClient

/// Restoring is the service's own work, done while it does not run: this command finds `milepostd` and becomes it.
struct RestoreCommand: ServiceCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the database's place; the service must be stopped.",
    discussion: """
      The same as milepostd --restore FILE: the file is checked first, with its ledger, and the database that was \
      there is kept beside the new one. Run it as the user that the service runs as.
      """)

  @Argument(help: "The backup.", completion: .file())
  var file: String

  @Option(help: ArgumentHelp("The service's settings file.", valueName: "file"), completion: .file())
  var config: String?

  @OptionGroup var options: GlobalOptions

  func run(in session: Session) throws -> ExitStatus {
    if (try? session.client.response(to: HTTPRequest(.get, APIPath.health))) != nil {
      throw Problem(
        code: "database_locked", status: 409, title: "Database in use",
        detail: "The service is running; stop it first.",
        detailZh: "服务正在运行，请先停止。")
    }
    let program = RestoreCommand.daemon()
    let words = [program, "--restore", file] + (config.map { ["--config", $0] } ?? [])
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for text in arguments { free(text) } }
    execvp(program, &arguments)
    let reason = String(cString: strerror(errno))
    throw Problem(
      code: "unavailable", status: 503, title: "Unavailable", detail: "\(program) does not start: \(reason).",
      detailZh: "无法启动 \(program)：\(reason)。")
  }

  /// The one beside this program, or else the one that the path finds.
  private static func daemon() -> String {
    var room = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &room, room.count)
    guard count > 0 else { return "milepostd" }
    let own = String(decoding: room[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let beside = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return access(beside + "/milepostd", X_OK) == 0 ? beside + "/milepostd" : "milepostd"
  }
}
