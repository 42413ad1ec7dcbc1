/// In which of the two languages a text of people's is, as far as its script tells: what is shown among words of the
/// other one must say so (WCAG 2.2, 3.1.2), or it is read out as noise.
package enum TextLanguage {
  package static let chinese = "zh-Hans"
  package static let english = "en"

  /// The language of the whole text where it is not that of what is around it; nil where it is, where both are in it, or
  /// where nothing tells (dates, numbers).
  package static func foreign(_ text: String, amongChinese: Bool) -> String? {
    let (hasHan, hasLatin) = scripts(of: text)
    if amongChinese { return hasLatin && !hasHan ? english : nil }
    return hasHan && !hasLatin ? chinese : nil
  }

  /// Stretches of Chinese in a text, each with what stands between its characters but for Latin letters.
  package static func chineseRuns(in text: String) -> [Range<String.Index>] {
    var runs: [Range<String.Index>] = []
    var isJoined = false
    for index in text.unicodeScalars.indices {
      let scalar = text.unicodeScalars[index]
      if isHan(scalar) {
        let end = text.unicodeScalars.index(after: index)
        if isJoined, let last = runs.last {
          runs[runs.count - 1] = last.lowerBound..<end
        } else {
          runs.append(index..<end)
        }
        isJoined = true
      } else if isLatin(scalar) {
        isJoined = false
      }
    }
    return runs
  }

  private static func scripts(of text: String) -> (han: Bool, latin: Bool) {
    var (han, latin) = (false, false)
    for scalar in text.unicodeScalars where scalar.value > 0x40 {
      if isHan(scalar) { han = true } else if isLatin(scalar) { latin = true }
    }
    return (han, latin)
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF, 0x3007: true
    default: false
    }
  }

  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: true
    default: false
    }
  }
}
