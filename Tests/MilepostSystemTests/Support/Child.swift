import Foundation
import Glibc

/// A process that a test started: its output in a file, its end an event.
final class Child {
  enum Ending: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  let pid: pid_t
  /// The child alone holds the other end: it ends when the child does.
  let life: Int32
  private var ending: Ending?

  /// `output` and `errors` are files that are appended to; without `output`, `readToEnd` gives it.
  init(
    _ program: String, _ arguments: [String], environment: [String: String], input: String? = nil,
    output: String? = nil, errors: String
  ) throws {
    var ends: [Int32] = [0, 0]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw Failed("no pair of sockets")
    }
    defer { close(ends[1]) }
    life = ends[0]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
    if let output {
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    }
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 3)
    // What this process has open is none of the child's business; a listening socket, least of all.
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
      if let file = Int32(name), file > 3 { posix_spawn_file_actions_addclose(&actions, file) }
    }
    pid = try Child.spawn(program, arguments, environment, &actions)
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    // The threads of Dispatch block all signals; a child begins with none blocked, as from a shell.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &words, &variables)
    guard code == 0 else {
      throw Failed("\(program) does not start: \(String(cString: strerror(code))); build it, or set MILEPOST_PROGRAMS")
    }
    return pid
  }

  deinit {
    if ending == nil {
      signal(SIGKILL)
      _ = try? wait(seconds: 30)
    }
    close(life)
  }

  func signal(_ number: Int32) {
    // Once it is waited for, its number may belong to somebody else.
    if ending == nil { kill(pid, number) }
  }

  /// How it ended, once it has; an error when that takes longer.
  @discardableResult
  func wait(seconds: Double) throws -> Ending {
    if let ending { return ending }
    _ = try readToEnd(seconds: seconds)
    var status: Int32 = 0
    guard waitpid(pid, &status, 0) == pid else { throw Failed("process \(pid) cannot be waited for") }
    let number = status & 0x7f
    let ending = number == 0 ? Ending.exit(status >> 8 & 0xff) : .signal(number)
    self.ending = ending
    return ending
  }

  /// What it writes to standard output until it ends.
  func readToEnd(seconds: Double) throws -> Data {
    let deadline = Deadline(seconds: seconds)
    var text = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      var state = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
      guard poll(&state, 1, deadline.millisecondsLeft) > 0 else {
        throw Failed("process \(pid) did not end within \(seconds) s")
      }
      let count = read(life, &buffer, buffer.count)
      guard count > 0 else { return text }
      text.append(contentsOf: buffer[..<count])
    }
  }
}
