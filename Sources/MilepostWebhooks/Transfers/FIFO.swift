/// First in, first out, each in constant time.
struct FIFO<Element> {
  private var elements: [Element] = []
  private var first = 0

  var count: Int { elements.count - first }
  var isEmpty: Bool { first == elements.count }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard first < elements.count else { return nil }
    defer {
      first += 1
      if first == elements.count {
        removeAll()
      } else if first >= 256, first * 2 >= elements.count {
        elements.removeFirst(first)
        first = 0
      }
    }
    return elements[first]
  }

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    first = 0
  }
}
