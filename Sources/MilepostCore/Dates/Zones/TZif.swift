/// Why data of a time zone cannot be used.
package struct ZoneDataFault: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

extension ZoneRules {
  /// Reads a file as `zic` compiles it: RFC 9636, “The Time Zone Information Format (TZif)”, from version 2 on. Own code,
  /// as no Swift package reads it, and Foundation answers from data of its own.
  ///
  /// Files for clocks that count leap seconds (`right/`) are refused, and those of version 1, which end in 2037.
  package init(tzif bytes: [UInt8]) throws(ZoneDataFault) {
    var reader = TZifReader(bytes)
    let old = try reader.header()
    // Later versions keep to the layout of the second: who wrote them wants older readers to go on.
    guard old.version >= UInt8(ascii: "2") else { throw ZoneDataFault("the data is of version 1, which ends in 2037") }
    try reader.skip(old.size(ofMoment: 4))
    let header = try reader.header()
    try header.check()
    guard reader.left >= header.size(ofMoment: 8) else { throw ZoneDataFault("the data ends too soon") }
    let seconds = try reader.moments(header.moments)
    let kinds = try reader.take(header.moments)
    let offsets = try reader.offsets(header.kinds)
    try reader.skip(header.letters + header.standardMarks + header.utcMarks)
    guard kinds.allSatisfy({ $0 < offsets.count }) else { throw ZoneDataFault("a change names no known time") }
    let footer = try reader.footer()
    self.init(
      before: offsets[0], changes: zip(seconds, kinds).map { Change(second: $0, offset: offsets[Int($1)]) },
      goingOn: footer.isEmpty ? nil : YearlyCycle(try TZString(footer)))
  }
}

private struct TZifHeader {
  var version: UInt8
  var utcMarks: Int
  var standardMarks: Int
  var leapSeconds: Int
  var moments: Int
  var kinds: Int
  var letters: Int

  /// Bytes of what follows. Counts have 32 bits, so that nothing overflows.
  func size(ofMoment width: Int) -> Int {
    moments * (width + 1) + kinds * 6 + letters + leapSeconds * (width + 4) + standardMarks + utcMarks
  }

  func check() throws(ZoneDataFault) {
    guard leapSeconds == 0 else { throw ZoneDataFault("the data counts leap seconds") }
    guard (1...256).contains(kinds), letters > 0, [0, kinds].contains(standardMarks), [0, kinds].contains(utcMarks)
    else { throw ZoneDataFault("the counts of the data contradict each other") }
  }
}

private struct TZifReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var left: Int { bytes.count - at }

  mutating func take(_ count: Int) throws(ZoneDataFault) -> ArraySlice<UInt8> {
    guard count <= left else { throw ZoneDataFault("the data ends too soon") }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func skip(_ count: Int) throws(ZoneDataFault) { _ = try take(count) }

  private mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(ZoneDataFault) -> Value {
    try take(Value.bitWidth / 8).reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }

  private mutating func count() throws(ZoneDataFault) -> Int { Int(try integer(UInt32.self)) }

  mutating func header() throws(ZoneDataFault) -> TZifHeader {
    guard try take(4).elementsEqual("TZif".utf8) else { throw ZoneDataFault("this is no data of a time zone") }
    let version = try integer(UInt8.self)
    try skip(15)
    return TZifHeader(
      version: version, utcMarks: try count(), standardMarks: try count(), leapSeconds: try count(),
      moments: try count(), kinds: try count(), letters: try count())
  }

  /// Whoever calls has seen that there are as many.
  mutating func moments(_ count: Int) throws(ZoneDataFault) -> [Int64] {
    var moments: [Int64] = []
    moments.reserveCapacity(count)
    for _ in 0..<count {
      let moment = try integer(Int64.self)
      if let last = moments.last, moment <= last { throw ZoneDataFault("changes are out of order") }
      moments.append(moment)
    }
    return moments
  }

  /// The offsets of the kinds of time; that it is summer time, and its letters, is passed over.
  mutating func offsets(_ count: Int) throws(ZoneDataFault) -> [Int32] {
    var offsets: [Int32] = []
    for _ in 0..<count {
      let offset = try integer(Int32.self)
      guard ZoneRules.offsets.contains(offset) else { throw ZoneDataFault("an offset is longer than a day") }
      offsets.append(offset)
      try skip(2)
    }
    return offsets
  }

  /// What stands between two line feeds; what may follow is for others.
  mutating func footer() throws(ZoneDataFault) -> String {
    guard try take(1).first == 0x0A, let end = bytes[at...].firstIndex(of: 0x0A) else {
      throw ZoneDataFault("the data has no footer")
    }
    guard let text = String(validating: try take(end - at), as: UTF8.self) else {
      throw ZoneDataFault("the footer is no text")
    }
    return text
  }
}
