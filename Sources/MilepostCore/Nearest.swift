/// Finds the name that somebody most likely meant.
package enum Nearest {
  /// The candidate that takes the fewest edits to become `word`; nil when none is near enough to be worth saying.
  ///
  /// An edit inserts, deletes or replaces one character or swaps two neighbours (optimal string alignment distance);
  /// upper and lower case, `_` and `-` count as the same. Near enough is a third of the longer name, or one that
  /// begins with the whole word. Of equals the first in order wins, so the answer never depends on a hash.
  package static func match(_ word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(word)
    guard !wanted.isEmpty, wanted.count <= lengthMax else { return nil }
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let other = folded(candidate)
      guard other.count <= lengthMax else { continue }
      let limit = min(best?.distance ?? .max, max(1, max(wanted.count, other.count) / 3))
      guard let distance = score(wanted, other, atMost: limit) else { continue }
      if let best, (best.distance, best.name) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// The end of a sentence that says what is not there, up to its full stop; empty when nothing is near.
  package static func hint(for word: String, among candidates: some Sequence<String>) -> Bilingual {
    guard let near = match(word, among: candidates) else { return Bilingual(en: "", zh: "") }
    return Bilingual(en: "; the nearest is “\(near)”", zh: "，最接近的是“\(near)”")
  }

  /// Longer names are not compared: the cost grows with the product of the lengths.
  private static let lengthMax = 200

  private static func folded(_ text: String) -> [Character] {
    text.lowercased().map { $0 == "_" ? "-" : $0 }
  }

  private static func score(_ wanted: [Character], _ other: [Character], atMost limit: Int) -> Int? {
    if let distance = distance(wanted, other, atMost: limit) { return distance }
    // An abbreviation is as good as a name with as many slips as are let pass.
    return wanted.count >= 3 && other.starts(with: wanted) ? limit : nil
  }

  /// Nil when it is more than `limit`. Three rows of the table are enough; lengths too far apart cost nothing.
  private static func distance(_ left: [Character], _ right: [Character], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var older: [Int] = []
    var row = Array(0...right.count)
    for i in left.indices {
      var next = [i + 1]
      next.reserveCapacity(right.count + 1)
      for j in right.indices {
        var cost = min(row[j] + (left[i] == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, older[j - 1] + 1) }
        next.append(cost)
      }
      guard next.contains(where: { $0 <= limit }) else { return nil }
      (older, row) = (row, next)
    }
    return row[right.count] <= limit ? row[right.count] : nil
  }
}

extension Refusal {
  package static func unknownProject(_ key: String, among keys: some Sequence<String>) -> Refusal {
    let (shown, hint) = (DraftRules.shown(key), Nearest.hint(for: key, among: keys))
    return Refusal(
      .unknownProject, en: "There is no project “\(shown)”\(hint.en).", zh: "没有项目“\(shown)”\(hint.zh)。",
      place: "project")
  }

  package static func unknownMilestone(
    _ key: String, project: String, among keys: some Sequence<String>
  ) -> Refusal {
    let (shown, hint) = (DraftRules.shown(key), Nearest.hint(for: key, among: keys))
    return Refusal(
      .unknownMilestone, en: "Project \(DraftRules.shown(project)) has no milestone “\(shown)”\(hint.en).",
      zh: "项目 \(DraftRules.shown(project)) 没有里程碑“\(shown)”\(hint.zh)。", place: "milestone")
  }

  package static func unknownActivity(
    _ key: String, project: String, among keys: some Sequence<String>
  ) -> Refusal {
    let (shown, hint) = (DraftRules.shown(key), Nearest.hint(for: key, among: keys))
    return Refusal(
      .unknownActivity, en: "Project \(DraftRules.shown(project)) has no activity “\(shown)”\(hint.en).",
      zh: "项目 \(DraftRules.shown(project)) 没有工作“\(shown)”\(hint.zh)。", place: "activity")
  }

  package static func unknownBaseline(
    _ name: String, project: String, among names: some Sequence<String>
  ) -> Refusal {
    let (shown, hint) = (DraftRules.shown(name), Nearest.hint(for: name, among: names))
    return Refusal(
      .unknownBaseline, en: "Project \(DraftRules.shown(project)) has no baseline “\(shown)”\(hint.en).",
      zh: "项目 \(DraftRules.shown(project)) 没有基线“\(shown)”\(hint.zh)。", place: "baseline")
  }

  package static func unknownEndpoint(_ name: String, among names: some Sequence<String>) -> Refusal {
    let (shown, hint) = (DraftRules.shown(name), Nearest.hint(for: name, among: names))
    return Refusal(
      .unknownEndpoint, en: "There is no webhook “\(shown)”\(hint.en).", zh: "没有 webhook“\(shown)”\(hint.zh)。",
      place: "webhook")
  }

  package static func unknownToken(_ name: String, among names: some Sequence<String>) -> Refusal {
    let (shown, hint) = (DraftRules.shown(name), Nearest.hint(for: name, among: names))
    return Refusal(
      .unknownToken, en: "There is no token “\(shown)”\(hint.en).", zh: "没有令牌“\(shown)”\(hint.zh)。", place: "token")
  }
}
