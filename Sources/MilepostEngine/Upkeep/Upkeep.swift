import Foundation
import Logging
import MilepostCore
import MilepostStore

/// What a repair has put right.
package struct RepairReport: Hashable, Sendable {
  package var checksReset: Int
  package var talliesWereWrong: Bool
  package var damage: [String]
}

/// Backups while the service runs, and what can be repaired in place.
extension Engine {
  /// Backups in their folder, at most: what callers can ask for has an end.
  package static let backupsMax = 100
  private static let batch = 1000

  /// Writes a backup into the folder `backups` beside the database. `name`: a plain file name; nil: the moment.
  package func backUp(name: String?, withSecrets: Bool) throws -> BackupSummary {
    let name = try name.map(Engine.fileName) ?? Engine.fileName(of: wall.now())
    let folder = store.folder + "/backups"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let there = try FileManager.default.contentsOfDirectory(atPath: folder)
      guard there.count < Engine.backupsMax else { throw Engine.tooMany(folder) }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(
        .storageFailed, en: "The folder \(folder) cannot be made or read. Check its permissions and the disk.",
        zh: "无法创建或读取目录 \(folder)。请检查权限和磁盘。")
    }
    let summary = try store.backup(to: "\(folder)/\(name)", withSecrets: withSecrets)
    log.notice("backed up", metadata: ["file": "\(summary.path)", "bytes": "\(summary.bytes)"])
    return summary
  }

  /// Keeps in the ledger who took a copy of everything, and whether the secrets are in it.
  package func noteBackup(_ summary: BackupSummary, by author: String) async throws {
    let file = (summary.path as NSString).lastPathComponent
    try await change(by: author) {
      try $0.record("database.backup", file, before: "", after: "{\"with_secrets\":\(summary.holdsSecrets)}")
    }
  }

  /// Builds indexes anew, sets every check by today's rules, recounts what is kept as a number, and folds the log in.
  package func repair(by author: String) async throws -> RepairReport {
    var report = try await change(by: author) { work in
      try work.writer.rebuildIndexes()
      let talliesWereWrong = try work.writer.recountTallies()
      var checksReset = try work.writer.forgetChecksOfClosed()
      var last: Int64 = 0
      while true {
        let batch = try work.reader.openMilestones(afterID: last, limit: Engine.batch)
        for milestone in batch where try work.resetCheck(milestone) { checksReset += 1 }
        guard batch.count == Engine.batch, let end = batch.last else { break }
        last = end.id
      }
      try work.writer.forecastAll(at: work.now)
      try work.record(
        "database.repair", "database", before: "",
        after: "{\"checks_reset\":\(checksReset),\"tallies_were_wrong\":\(talliesWereWrong)}")
      return RepairReport(checksReset: checksReset, talliesWereWrong: talliesWereWrong, damage: [])
    }
    try store.foldLog()
    report.damage = try store.damage()
    return report
  }

  private static func fileName(_ text: String) throws(Refusal) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isPlain, !text.isEmpty, !text.hasPrefix("."), text.utf8.count <= 100 else {
      throw Refusal(
        .invalidValue,
        en: "“\(DraftRules.shown(text))” is no plain file name: up to 100 letters, digits, “-”, “.” and “_”.",
        zh: "“\(DraftRules.shown(text))”不是普通文件名：限 100 个以内的字母、数字、“-”“.”“_”。", place: "name")
    }
    return text
  }

  private static func fileName(of now: Instant) -> String {
    "milepost-\(now.rfc3339.prefix(19).replacingOccurrences(of: ":", with: "-"))Z.db"
  }

  private static func tooMany(_ folder: String) -> Refusal {
    Refusal(
      .wrongState, en: "\(folder) holds \(backupsMax) files already; move or delete old backups first.",
      zh: "\(folder) 中已有 \(backupsMax) 个文件；请先移走或删除旧备份。")
  }
}

extension UnitOfWork {
  /// Sets a check by the rules as they are. True when it was another.
  fileprivate func resetCheck(_ milestone: Milestone) throws -> Bool {
    try setNextCheck(milestone)
    return try reader.milestone(id: milestone.id)?.nextCheck != milestone.nextCheck
  }
}
