/// How numbers of a count are written.
package enum CountText {
  /// With at most three decimals, and none that are zero: `2`, `12.5`, `-0.25`.
  package static func number(_ value: Double) -> String {
    let thousandths = (value * 1000).rounded()
    guard abs(thousandths) < 9e15 else { return String(value) }
    let whole = Int64(thousandths)
    var decimals = padded(abs(whole % 1000), 3)
    while decimals.last == "0" { decimals.removeLast() }
    let sign = whole < 0 ? "-" : ""
    return sign + String(abs(whole / 1000)) + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// A part of the way in percent with one decimal at most. Cut, not rounded: 99.96 % is not yet 100 %.
  static func percent(_ fraction: Double) -> String {
    number((fraction * 1000 + 1e-9).rounded(.down) / 10) + "%"
  }

  /// Percentage points with one decimal at most; never written as 0 when there are any.
  static func points(_ value: Double) -> String { number(max(0.1, (abs(value) * 10).rounded() / 10)) }

  static func days(_ value: Int) -> String { "\(value) day\(value == 1 ? "" : "s")" }
}
