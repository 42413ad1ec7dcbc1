import MilepostAPI
import MilepostCore

extension LedgerEntryView {
  init(_ entry: LedgerEntry) {
    self.init(
      sequence: entry.sequence, at: entry.at.rfc3339, author: entry.author, action: entry.action,
      subject: entry.subject, before: entry.before, after: entry.after, reason: entry.reason, hash: entry.hash)
  }
}
