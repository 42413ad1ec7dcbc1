import MilepostCore
import MilepostStore

/// What a person is told of a database that was restored.
enum RestoreReport {
  static func text(_ outcome: Restore.Outcome, database: String) -> Bilingual {
    let kept = outcome.kept.map {
      Bilingual(en: "\nWhat was there is kept as \($0).", zh: "\n原数据库保留为 \($0)。")
    }
    let names = outcome.withoutSecrets
    let waiting =
      names.isEmpty
      ? nil
      : Bilingual(
        en: "\nPaused until they have their addresses and secrets again: \(names.joined(separator: ", ")).",
        zh: "\n以下 webhook 须重新设置地址和密钥，在此之前暂停：\(names.joined(separator: "、"))。")
    return Bilingual(
      en:
        "\(database): restored, \(outcome.projects) projects, \(outcome.milestonesOpen) open milestones, the ledger's "
        + "\(outcome.ledgerEntries) entries intact." + (kept?.en ?? "") + (waiting?.en ?? ""),
      zh: "\(database)：已恢复，项目 \(outcome.projects) 个，未完成里程碑 \(outcome.milestonesOpen) 个，台账 "
        + "\(outcome.ledgerEntries) 条完好。" + (kept?.zh ?? "") + (waiting?.zh ?? ""))
  }
}
