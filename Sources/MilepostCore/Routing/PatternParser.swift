indirect enum PatternTree: Hashable, Sendable {
  case one(ScalarSet)
  case sequence([PatternTree])
  case either([PatternTree])
  /// From so many to so many times; nil: any number.
  case repeated(PatternTree, Int, Int?)
}

/// Reads a pattern, refusing what it does not know with its position.
struct PatternParser {
  private static let depthMax = 20
  static let repeatMax = 100
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(PatternFault) -> PatternTree {
    // The whole value is matched anyway.
    if peek == "^" { index += 1 }
    let tree = try either()
    guard index == scalars.count else { throw fault("this “)” closes nothing", "多余的“)”") }
    return tree
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func either() throws(PatternFault) -> PatternTree {
    var branches = [try sequence()]
    while peek == "|" {
      index += 1
      branches.append(try sequence())
    }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence() throws(PatternFault) -> PatternTree {
    var parts: [PatternTree] = []
    while let next = peek, next != "|", next != ")" {
      if next == "$", index == scalars.count - 1 {
        index += 1
        break
      }
      parts.append(try counted(try atom()))
    }
    return .sequence(parts)
  }

  private mutating func counted(_ part: PatternTree) throws(PatternFault) -> PatternTree {
    let tree: PatternTree
    switch peek {
    case "*": tree = .repeated(part, 0, nil)
    case "+": tree = .repeated(part, 1, nil)
    case "?": tree = .repeated(part, 0, 1)
    case "{": return try .repeated(part, count: &self)
    default: return part
    }
    index += 1
    if let next = peek, "*+?{".unicodeScalars.contains(next) {
      throw fault("a repetition follows a repetition", "重复符号连续出现")
    }
    return tree
  }

  fileprivate mutating func bounds() throws(PatternFault) -> (Int, Int?) {
    let begin = index
    guard let close = scalars[begin...].firstIndex(of: "}") else { throw fault("“{” is not closed", "“{”没有对应的“}”") }
    let inner = scalars[(begin + 1)..<close].map { Character($0) }
    let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    let low = Int(parts[0])
    let high = parts.count == 1 ? low : parts[1].isEmpty ? nil : Int(parts[1])
    let isOpen = parts.count == 2 && parts[1].isEmpty
    guard parts.count <= 2, let low, isOpen || high != nil, low >= 0, low <= high ?? low,
      max(low, high ?? low) <= Self.repeatMax
    else {
      throw fault(
        "a repetition is {n}, {n,} or {n,m}, with at most \(Self.repeatMax)",
        "重复应写作 {n}、{n,} 或 {n,m}，最多 \(Self.repeatMax)")
    }
    index = close + 1
    return (low, high)
  }

  private mutating func atom() throws(PatternFault) -> PatternTree {
    guard let next = peek else { throw fault("the pattern ends too early", "表达式不完整") }
    switch next {
    case "(": return try group()
    case "[": return .one(try scalarClass())
    case ".":
      index += 1
      return .one(.any)
    case "\\": return .one(try escape())
    case "*", "+", "?", "{": throw fault("there is nothing to repeat", "没有可重复的内容")
    case "^", "$": throw fault("the whole value is matched; leave “\(next)” out", "总是匹配整个值，请去掉“\(next)”")
    default:
      index += 1
      return .one(ScalarSet(next))
    }
  }

  private mutating func group() throws(PatternFault) -> PatternTree {
    let begin = index
    depth += 1
    guard depth <= Self.depthMax else { throw fault("groups are nested too deep", "括号嵌套过深") }
    index += 1
    if peek == "?" {
      guard index + 1 < scalars.count, scalars[index + 1] == ":" else {
        throw fault("of groups only (…) and (?:…) are taken", "分组只支持 (…) 和 (?:…)")
      }
      index += 2
    }
    let tree = try either()
    guard peek == ")" else {
      index = begin
      throw fault("“(” is not closed", "“(”没有对应的“)”")
    }
    index += 1
    depth -= 1
    return tree
  }

  private mutating func escape() throws(PatternFault) -> ScalarSet {
    index += 1
    guard let letter = peek else { throw fault("nothing follows the backslash", "反斜杠后没有字符") }
    if let set = ScalarSet.shorthand(letter) {
      index += 1
      return set
    }
    let isName = (letter.value >= 97 && letter.value <= 122) || (letter.value >= 65 && letter.value <= 90)
    guard !isName, !("0"..."9").contains(letter) else {
      throw fault("“\\\(letter)” is not known", "不支持“\\\(letter)”")
    }
    index += 1
    return ScalarSet(letter)
  }

  private mutating func scalarClass() throws(PatternFault) -> ScalarSet {
    let begin = index
    index += 1
    var set = ScalarSet(ranges: [])
    if peek == "^" {
      set.isNegated = true
      index += 1
    }
    while let next = peek, next != "]" || set.ranges.isEmpty {
      if next == "\\" {
        let inner = try escape()
        guard !inner.isNegated else { throw fault("an opposite cannot stand in a class", "字符集中不能使用取反的简写") }
        set.ranges += inner.ranges
        continue
      }
      index += 1
      guard peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        set.ranges.append(next.value...next.value)
        continue
      }
      let high = scalars[index + 1]
      guard high.value >= next.value, high != "\\" else { throw fault("this range runs backwards", "范围的起止颠倒") }
      set.ranges.append(next.value...high.value)
      index += 2
    }
    guard peek == "]" else {
      index = begin
      throw fault("“[” is not closed", "“[”没有对应的“]”")
    }
    index += 1
    return set
  }

  private func fault(_ en: String, _ zh: String) -> PatternFault { PatternFault(position: index + 1, en: en, zh: zh) }
}

extension PatternTree {
  fileprivate static func repeated(
    _ part: PatternTree, count parser: inout PatternParser
  ) throws(PatternFault) -> PatternTree {
    let (low, high) = try parser.bounds()
    return .repeated(part, low, high)
  }
}
