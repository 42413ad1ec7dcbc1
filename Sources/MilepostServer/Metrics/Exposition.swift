import MilepostEngine

/// Prometheus' text form 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct Exposition {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String {
    case gauge, counter
  }

  struct Sample {
    var labels: [(String, String)] = []
    var value: Double
  }

  private(set) var text = ""

  mutating func gauge(_ name: String, _ help: String, _ value: (some BinaryInteger)?) {
    family(name, .gauge, help, value.map { [Sample(value: Double($0))] } ?? [])
  }

  mutating func counter(_ name: String, _ help: String, _ value: some BinaryInteger) {
    family(name, .counter, help, [Sample(value: Double(value))])
  }

  /// One metric with all its series; nothing where there is none.
  mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    head(name, kind.rawValue, help)
    for sample in samples { line(name, sample.labels, sample.value) }
  }

  mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
    head(name, "histogram", help)
    var below = 0
    for (bound, count) in zip(histogram.bounds, histogram.counts) {
      below += count
      line(name + "_bucket", [("le", Exposition.number(bound))], Double(below))
    }
    line(name + "_bucket", [("le", "+Inf")], Double(histogram.total))
    line(name + "_sum", [], histogram.sum)
    line(name + "_count", [], Double(histogram.total))
  }

  private mutating func head(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n"
    text += "# TYPE \(name) \(kind)\n"
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
    text += name
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0.0)=\"\(Exposition.escaped($0.1))\"" }.joined(separator: ",") + "}"
    }
    text += " \(Exposition.number(value))\n"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  /// Whole numbers without a point, as people expect counts to look.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
  }
}
