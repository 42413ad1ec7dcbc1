import MilepostAPI

/// Addresses of pages.
enum PagePath {
  static func project(_ key: String) -> String { "/projects/\(APIPath.segment(key))" }

  static func milestone(_ key: String, of project: String) -> String {
    "\(PagePath.project(project))/milestones/\(APIPath.segment(key))"
  }

  /// A page of ours that somebody may be sent back to; nil for any other address.
  static func local(_ path: String?) -> String? {
    guard let path, path.utf8.count <= 2000, path.hasPrefix("/"), !path.hasPrefix("//"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return path
  }
}
