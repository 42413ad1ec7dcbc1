import Foundation
import GRDB
import MilepostCore

extension StoreReader {
  /// What became of an earlier request under the same key, and the SHA-256 of what that one asked.
  package func answer(
    to repetition: Repetition, at now: Instant
  ) throws -> (request: [UInt8], answer: KeptAnswer)? {
    try row(
      "SELECT request, status, headers, body FROM kept_answer WHERE asker = ? AND key = ? AND at > ?",
      [repetition.asker, repetition.key, now.milliseconds - StoreWriter.keptMs]
    ) { row in
      let headers = try (row[2] as String?).map { try JSONColumn.value([String: String].self, $0) }
      let body = (row[3] as Data?).map { [UInt8]($0) }
      return (
        [UInt8](row[0] as Data), KeptAnswer(status: row[1], headers: headers ?? [:], body: body ?? [])
      )
    }
  }
}

extension StoreWriter {
  /// How long answers are kept.
  static let keptMs: Int64 = 24 * 3_600_000
  /// Answers kept at once: the oldest make room.
  private static let keptMax = 20_000

  /// Says, in the transaction of the change itself, that the request was carried out.
  package func remember(_ repetition: Repetition, at now: Instant) throws {
    try run("DELETE FROM kept_answer WHERE at <= ?", [now.milliseconds - StoreWriter.keptMs])
    try run(
      """
      DELETE FROM kept_answer WHERE at <= (SELECT at FROM kept_answer ORDER BY at DESC LIMIT 1 OFFSET ?)
      """, [StoreWriter.keptMax])
    try run(
      "INSERT OR IGNORE INTO kept_answer (asker, key, request, at) VALUES (?, ?, ?, ?)",
      [repetition.asker, repetition.key, Data(repetition.request), now.milliseconds])
  }

  package func keep(_ answer: KeptAnswer, to repetition: Repetition, at now: Instant) throws {
    try remember(repetition, at: now)
    try run(
      "UPDATE kept_answer SET status = ?, headers = ?, body = ? WHERE asker = ? AND key = ?",
      [
        answer.status, try JSONColumn.text(answer.headers), Data(answer.body), repetition.asker, repetition.key,
      ])
  }
}
