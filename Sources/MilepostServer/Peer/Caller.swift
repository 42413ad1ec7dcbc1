import CLinux
import Glibc
import MilepostCore
import NIOPosix
import Synchronization

/// The process at the other end of a connection, as the kernel vouches for it.
final class Caller: Sendable {
  let uid: uid_t
  private let known = Mutex<String?>(nil)

  init(uid: uid_t) { self.uid = uid }

  /// As the ledger has it: `uid:1000(li)`, or `uid:1000` when that user has no name. Looked up once a connection.
  func author() async -> String {
    if let author = known.withLock({ $0 }) { return author }
    let uid = uid
    // Name services may ask a server: that must not hold up a thread that others wait for.
    let name = try? await NIOThreadPool.singleton.runIfActive { UserName.of(uid) }
    let author = name.map { "uid:\(uid)(\($0))" } ?? "uid:\(uid)"
    known.withLock { $0 = author }
    return author
  }
}

enum UserName {
  /// Nil when the system has no such user, or cannot say.
  static func of(_ uid: uid_t) -> String? {
    var size = 1024
    while size <= 1 << 20 {
      var entry = passwd()
      var found: UnsafeMutablePointer<passwd>?
      let (status, name) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
        guard let start = buffer.baseAddress else { return (ENOMEM, String?.none) }
        let status = getpwuid_r(uid, &entry, start, size, &found)
        // The name lies in the buffer, which ends with this closure.
        return (status, found.flatMap { $0.pointee.pw_name }.map { String(cString: $0) })
      }
      guard status == ERANGE else { return name.map(DraftRules.shown) }
      size *= 4
    }
    return nil
  }
}
