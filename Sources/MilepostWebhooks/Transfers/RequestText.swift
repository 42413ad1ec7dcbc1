import CCurl

/// The header lines and the body of one request as libcurl reads them: a linked list, and text that lies in one piece of
/// memory until the next request takes its place.
///
/// libcurl's own list costs two allocations a line, and its copy of the body one more: a tenth of what a request costs in
/// all. Belongs to one queue.
final class RequestText {
  private static let firstBytes = 2048
  /// What a long message needed is given back when it is done.
  private static let keptBytes = 65_536

  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var used = 0
  /// Where the lines begin.
  private var starts: [Int] = []
  private var nodes: UnsafeMutablePointer<curl_slist>
  private var nodesMax = 16

  init() {
    capacity = RequestText.firstBytes
    memory = .allocate(byteCount: capacity, alignment: 1)
    nodes = .allocate(capacity: nodesMax)
  }

  deinit {
    memory.deallocate()
    nodes.deallocate()
  }

  /// Begins the next request; what libcurl was given of the one before is gone.
  func clear() {
    if capacity > RequestText.keptBytes {
      memory.deallocate()
      capacity = RequestText.firstBytes
      memory = .allocate(byteCount: capacity, alignment: 1)
    }
    used = 0
    starts.removeAll(keepingCapacity: true)
  }

  func add(_ line: String) {
    starts.append(used)
    put(line)
    end()
  }

  func add(_ name: StaticString, _ value: String) {
    starts.append(used)
    put(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    put(": ")
    put(value)
    end()
  }

  /// The header lines that were added, and the body: valid until the next request.
  func complete(body: String) -> (headers: UnsafeMutablePointer<curl_slist>, body: UnsafeRawPointer) {
    let bodyStart = used
    put(body)
    end()
    if starts.count > nodesMax {
      nodes.deallocate()
      nodesMax = starts.count
      nodes = .allocate(capacity: nodesMax)
    }
    for (index, start) in starts.enumerated() {
      let isLast = index == starts.count - 1
      (nodes + index).initialize(
        to: curl_slist(
          data: (memory + start).assumingMemoryBound(to: CChar.self), next: isLast ? nil : nodes + index + 1))
    }
    return (nodes, UnsafeRawPointer(memory + bodyStart))
  }

  private func put(_ text: String) {
    var text = text
    text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
  }

  private func put(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    makeRoom(for: bytes.count)
    (memory + used).copyMemory(from: start, byteCount: bytes.count)
    used += bytes.count
  }

  private func end() {
    makeRoom(for: 1)
    (memory + used).storeBytes(of: 0, as: UInt8.self)
    used += 1
  }

  private func makeRoom(for count: Int) {
    guard used + count > capacity else { return }
    capacity = max(2 * capacity, used + count)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
    larger.copyMemory(from: memory, byteCount: used)
    memory.deallocate()
    memory = larger
  }
}
