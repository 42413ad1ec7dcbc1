/// The sentences with which a gate refuses.
enum GateRefusal {
  static func noChecks() -> Refusal {
    Refusal(
      .missingField, en: "A gate without checks would always be open; write at least one.",
      zh: "没有检查项的关口等于敞开；请至少写一项。", place: "checks")
  }

  static func tooMany(_ count: Int) -> Refusal {
    Refusal(
      .invalidValue, en: "There are \(count) checks; at most \(Gate.checksMax) are taken.",
      zh: "共有 \(count) 项检查，最多 \(Gate.checksMax) 项。", place: "checks")
  }

  static func twice(_ key: String, index: Int) -> Refusal {
    Refusal(
      .duplicateKey, en: "The check “\(key)” is given twice; keep one.", zh: "检查项“\(key)”重复出现，请只保留一个。",
      place: "checks[\(index)].key")
  }

  static func unknown(_ key: String, among keys: [String]) -> Refusal {
    let (shown, hint) = (DraftRules.shown(key), Nearest.hint(for: key, among: keys))
    return Refusal(
      .notFound, en: "The gate has no check “\(shown)”\(hint.en).", zh: "关口没有检查项“\(shown)”\(hint.zh)。", place: "check")
  }

  static func notItsTurn(_ check: GateCheck, after waiting: GateCheck) -> Refusal {
    Refusal(
      .wrongState, en: "“\(check.name)” comes after “\(waiting.name)”, which has not passed; that one is made first.",
      zh: "“\(check.name)”须在“\(waiting.name)”通过之后进行；请先完成后者。", place: "check")
  }

  static func usedBy(_ later: GateCheck, check: GateCheck) -> Refusal {
    Refusal(
      .wrongState, en: "“\(later.name)” was made on the strength of “\(check.name)”; take that one back first.",
      zh: "“\(later.name)”是在“\(check.name)”通过后进行的；请先撤回前者。", place: "check")
  }

  static func alreadyOpen(_ check: GateCheck) -> Refusal {
    Refusal(
      .wrongState, en: "“\(check.name)” is open; there is nothing to take back.", zh: "“\(check.name)”尚未检查，无可撤回。",
      place: "check")
  }

  static func notPassed(_ check: GateCheck) -> Refusal {
    let en = check.isFailed ? "has failed" : "has not been made"
    return Refusal(
      .wrongState, en: "“\(check.name)” \(en); a gate is closed only when every check has passed.",
      zh: "“\(check.name)”\(check.isFailed ? "未通过" : "尚未检查")；全部检查通过后才能关闭。", place: "check")
  }

  static func ownCheck(_ check: GateCheck, by person: String) -> Refusal {
    Refusal(
      .notAllowed, en: "\(person) passed “\(check.name)”, so somebody else has to close the gate.",
      zh: "“\(check.name)”由\(person)判定通过，须由他人关闭。", place: "by")
  }

  static func needsNone() -> Refusal {
    Refusal(
      .wrongState, en: "This gate needs no second person; it is reached when every check has passed.",
      zh: "此关口无需第二人关闭；全部检查通过即达成。")
  }

  static func closed() -> Refusal {
    Refusal(
      .wrongState, en: "The gate is closed; open it again before anything in it is changed.", zh: "关口已关闭；如需更改，请先重新打开。")
  }

  static func notClosed() -> Refusal {
    Refusal(.wrongState, en: "The gate is not closed; there is nothing to take back.", zh: "关口尚未关闭，无可撤回。")
  }
}
