/// The sentences with which a finding refuses a step.
enum FindingRefusal {
  static func notItsTurn(_ step: FindingStep, state: Finding.State) -> Refusal {
    let (step, next, state) = (name(step), next(after: state), name(state))
    return Refusal(
      .wrongState, en: "The finding is \(state.en) and cannot be \(step.en) now; \(next.en).",
      zh: "问题\(state.zh)，现在不能\(step.zh)；\(next.zh)。", place: "step")
  }

  static func ownWork(_ person: String) -> Refusal {
    Refusal(
      .notAllowed, en: "\(person) had a share in putting this right, so somebody else has to check and close it.",
      zh: "\(person)参与了整改，须由他人复查和销号。", place: "by")
  }

  static func dueBefore(_ due: CivilDate, assigned: CivilDate) -> Refusal {
    Refusal(
      .invalidDate, en: "It cannot be due on \(due), before it was assigned on \(assigned).",
      zh: "整改期限 \(due) 早于交办日期 \(assigned)。", place: "due")
  }

  static func tooMany() -> Refusal {
    Refusal(
      .invalidValue, en: "A finding takes at most \(Finding.stepsMax) steps; record a new finding.",
      zh: "一个问题最多 \(Finding.stepsMax) 步；请另行登记。", place: "step")
  }

  private static func name(_ step: FindingStep) -> Bilingual {
    switch step {
    case .found: Bilingual(en: "found", zh: "登记")
    case .assigned: Bilingual(en: "assigned", zh: "交办")
    case .putRight: Bilingual(en: "put right", zh: "整改")
    case .rejected: Bilingual(en: "rejected", zh: "退回")
    case .checked: Bilingual(en: "checked", zh: "复查")
    case .closed: Bilingual(en: "closed", zh: "销号")
    }
  }

  private static func name(_ state: Finding.State) -> Bilingual {
    switch state {
    case .found: Bilingual(en: "found", zh: "已发现")
    case .assigned: Bilingual(en: "assigned", zh: "已交办")
    case .putRight: Bilingual(en: "put right", zh: "已整改")
    case .checked: Bilingual(en: "checked", zh: "已复查")
    case .closed: Bilingual(en: "closed", zh: "已销号")
    }
  }

  private static func next(after state: Finding.State) -> Bilingual {
    switch state {
    case .found: Bilingual(en: "next it is assigned", zh: "下一步为交办")
    case .assigned: Bilingual(en: "next it is put right", zh: "下一步为整改")
    case .putRight: Bilingual(en: "next somebody else checks it", zh: "下一步为他人复查")
    case .checked: Bilingual(en: "next it is closed", zh: "下一步为销号")
    case .closed: Bilingual(en: "nothing follows", zh: "已无后续步骤")
    }
  }
}
