import MilepostCore

extension CalendarLibrary {
  /// The same for the same calendars on every run, so that a change shows: over every day named.
  var fingerprint: String {
    var hash = StableHash()
    for name in names {
      guard let calendar = try? calendar(named: name) else { continue }
      hash.add(name)
      hash.add(calendar.workingWeekdays.sorted().map(String.init).joined(separator: ","))
      for (date, exception) in calendar.exceptions.sorted(by: { $0.key < $1.key }) {
        hash.add(exception.isWorking ? "\(date)+" : "\(date)-")
      }
      hash.add(calendar.publishedYears?.sorted().map(String.init).joined(separator: ",") ?? "*")
    }
    return String(hash.value, radix: 16)
  }
}
