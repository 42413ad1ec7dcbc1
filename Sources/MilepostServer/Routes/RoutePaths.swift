import Synchronization

/// Which methods each path knows, so that any other is refused as such, and not as if the path were not there.
final class RoutePaths: Sendable {
  private struct Path {
    let segments: [Substring]
    var methods: [String]
  }

  private let paths = Mutex<[Path]>([])

  func add(_ method: String, _ path: String) {
    let segments = path.split(separator: "/")
    paths.withLock { paths in
      if let index = paths.firstIndex(where: { $0.segments == segments }) {
        paths[index].methods.append(method)
      } else {
        paths.append(Path(segments: segments, methods: [method]))
      }
    }
  }

  /// Sorted; nil when there is no such path.
  func methods(of path: String) -> [String]? {
    let asked = path.split(separator: "/")
    let found = paths.withLock { paths in
      paths.filter { path in
        path.segments.count == asked.count && zip(path.segments, asked).allSatisfy { $0.contains("{") || $0 == $1 }
      }
    }
    guard !found.isEmpty else { return nil }
    let methods = Set(found.flatMap(\.methods))
    return (methods.contains("GET") ? methods.union(["HEAD"]) : methods).sorted()
  }
}
