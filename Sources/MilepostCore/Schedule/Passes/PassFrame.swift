/// What every activity shares in a pass, counted once for each calendar.
struct PassFrame: Sendable {
  /// W of the first instant at which unstarted work may lie.
  let floor: [Int]
  /// W of the data date; empty without one.
  let dataDate: [Int]

  init(_ network: Network) {
    let settings = network.settings
    floor = network.clocks(before: settings.floor.value)
    dataDate = settings.dataDate.map { network.clocks(before: $0.value) } ?? []
  }
}

extension Network {
  /// W of one instant in every calendar.
  func clocks(before instant: Int) -> [Int] {
    (0..<max(1, clocks.count)).map { work($0, before: instant) }
  }
}
