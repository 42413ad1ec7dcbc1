import Glibc

/// What the file system says about the socket.
package struct SocketFile: Hashable, Sendable {
  /// Permission bits, for example 0o660.
  package let mode: UInt32
  package let group: String?
  package let isSocket: Bool

  /// Nil when it cannot be looked at.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    mode = status.st_mode & 0o7777
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
    group = SocketFile.name(of: status.st_gid)
  }

  /// The group that may use the socket. Those who may not even look at it are told the group of the nearest folder
  /// above that they can see: that is where they are kept out.
  static func group(path: String) -> String? {
    var path = path[...]
    while !path.isEmpty {
      if let file = SocketFile(path: String(path)) { return file.group }
      guard let slash = path.lastIndex(of: "/") else { return nil }
      path = path[..<slash]
    }
    return nil
  }

  private static func name(of id: gid_t) -> String? {
    var record = GroupRecord()
    var found: UnsafeMutablePointer<GroupRecord>?
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
      guard getgrgid_r(id, &record, buffer.baseAddress, buffer.count, &found) == 0, found != nil else { return nil }
      return String(cString: record.gr_name)
    }
  }
}

/// The C struct; `group` alone is this file's property.
private typealias GroupRecord = Glibc.group
