import CLinux
import Glibc
import MilepostCore

/// Where callers knock: a Unix socket that is never open to more people than it should be.
///
/// A socket is born with whatever the umask leaves and would stand so until `chmod`. This one is born in a directory of
/// its own that nobody else may enter, gets its mode there, and is then renamed into place: whoever sees it sees it
/// finished, and one left by a crash is replaced in the same step.
struct SocketDoor {
  /// Owner and group may connect.
  static let mode: mode_t = 0o660
  /// `sun_path` without its closing zero.
  private static let pathLengthMax = 107

  let path: String
  /// Where the socket is to be bound.
  let birthplace: String
  private let nursery: String

  /// Makes the private directory. `path` may name nothing, or a socket; anything else is refused.
  init(path: String) throws(Refusal) {
    var file = milepost_file()
    if milepost_file_at(path, &file) == 0, file.is_socket == 0 {
      throw SocketDoor.refusal(path, en: "something that is not a socket stands there", zh: "该处已有其他文件")
    }
    let directory = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
    var template = Array("\(directory)/.XXXXXX".utf8CString)
    guard max(template.count + 1, path.utf8.count) <= SocketDoor.pathLengthMax else {
      throw SocketDoor.refusal(
        path, en: "the path is longer than \(SocketDoor.pathLengthMax - 10) bytes",
        zh: "路径超过 \(SocketDoor.pathLengthMax - 10) 字节")
    }
    guard mkdtemp(&template) != nil else { throw SocketDoor.systemRefusal(path) }
    self.path = path
    nursery = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    birthplace = nursery + "/s"
  }

  /// Puts the bound socket in its place.
  func open() throws(Refusal) -> Opened {
    var file = milepost_file()
    guard chmod(birthplace, SocketDoor.mode) == 0, milepost_file_at(birthplace, &file) == 0,
      rename(birthplace, path) == 0
    else { throw SocketDoor.systemRefusal(path) }
    abandon()
    return Opened(path: path, file: file)
  }

  /// Removes the private directory and what it may still hold.
  func abandon() {
    unlink(birthplace)
    rmdir(nursery)
  }

  struct Opened: Sendable {
    let path: String
    let file: milepost_file

    /// Takes the socket away, unless another has taken its place meanwhile.
    func remove() {
      var present = milepost_file()
      guard milepost_file_at(path, &present) == 0, present.device == file.device, present.inode == file.inode else {
        return
      }
      unlink(path)
    }
  }

  private static func systemRefusal(_ path: String) -> Refusal {
    let reason = String(cString: strerror(errno))
    return refusal(path, en: reason, zh: reason)
  }

  static func refusal(_ path: String, en: String, zh: String) -> Refusal {
    Refusal(
      .unavailable, en: "Cannot listen on the socket \(path): \(en).", zh: "无法在套接字 \(path) 上监听：\(zh)。", place: "socket")
  }
}
