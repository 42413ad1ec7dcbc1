import MilepostCore

extension CalendarLibrary {
  /// The same for the same calendars on every run, so that a change shows (FNV-1a, 64 bits, over every day named).
  var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    for name in names {
      guard let calendar = try? calendar(named: name) else { continue }
      add(name)
      add(calendar.workingWeekdays.sorted().map(String.init).joined(separator: ","))
      for (date, exception) in calendar.exceptions.sorted(by: { $0.key < $1.key }) {
        add(exception.isWorking ? "\(date)+" : "\(date)-")
      }
      add(calendar.publishedYears?.sorted().map(String.init).joined(separator: ",") ?? "*")
    }
    return String(hash, radix: 16)
  }
}
