/// What one check of `doctor` found, and what to do about it.
struct Finding: Hashable {
  enum Outcome: String, Codable {
    case ok, warn, fail
  }

  /// Stable; programs match on it.
  let check: String
  let outcome: Outcome
  let what: Phrase
  let advice: Phrase?

  static func ok(_ check: String, _ what: Phrase) -> Finding {
    Finding(check: check, outcome: .ok, what: what, advice: nil)
  }

  static func warn(_ check: String, _ what: Phrase, advice: Phrase? = nil) -> Finding {
    Finding(check: check, outcome: .warn, what: what, advice: advice)
  }

  static func fail(_ check: String, _ what: Phrase, advice: Phrase? = nil) -> Finding {
    Finding(check: check, outcome: .fail, what: what, advice: advice)
  }
}

/// What `doctor --json` answers.
struct DoctorReport: Codable, Equatable {
  struct Entry: Codable, Equatable {
    var check: String
    var outcome: Finding.Outcome
    var detail: String
    var detailZh: String
    var advice: String?
    var adviceZh: String?
  }

  /// Nothing failed; there may be warnings.
  var healthy: Bool
  var checks: [Entry]

  init(_ findings: [Finding]) {
    healthy = !findings.contains { $0.outcome == .fail }
    checks = findings.map { finding in
      Entry(
        check: finding.check, outcome: finding.outcome, detail: finding.what.en, detailZh: finding.what.zh,
        advice: finding.advice?.en, adviceZh: finding.advice?.zh)
    }
  }
}
