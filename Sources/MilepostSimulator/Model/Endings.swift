/// A milestone is done with: what nobody was sent of it is not to be sent any more, but for the news.
struct Ending {
  /// By true time; the end is when it was open again, or spoken of otherwise.
  var times: Range<Int64>
  /// Alerts up to this one are over.
  var lastAlert: Int64
  /// Messages that were on their way.
  var underWay: Set<String>
  /// Endpoints that were away.
  var absent: Set<String>
}

extension Books {
  mutating func end(of milestone: Int64, time: Int64, underWay: [String], absent: [String]) {
    endings[milestone, default: []].append(
      Ending(times: time..<Int64.max, lastAlert: alerts.lastID, underWay: Set(underWay), absent: Set(absent)))
  }

  /// What was over may be told again from now on.
  mutating func reopen(_ milestone: Int64, time: Int64) {
    guard let last = endings[milestone]?.indices.last, let ending = endings[milestone]?[last] else { return }
    endings[milestone]?[last].times = ending.times.lowerBound..<min(ending.times.upperBound, time)
  }

  /// At the end: when an alert's message went out first, was it over?
  func isOver(_ entry: AlertBook.Entry, _ message: String, to endpoint: String, at time: Int64) -> Bool {
    entry.isOfDates
      && (endings[entry.milestone] ?? []).contains {
        entry.id <= $0.lastAlert && $0.times.lowerBound < time && time < $0.times.upperBound
          && !$0.underWay.contains(message) && !$0.absent.contains(endpoint)
      }
  }
}
