import Foundation
import GRDB
import MilepostCore

extension StoreWriter {
  /// False when it was used before; then nothing is written. What would not be taken any more is forgotten.
  package func useAnswer(_ nonce: [UInt8], until expiry: Instant, at now: Instant) throws -> Bool {
    try run("DELETE FROM answer_used WHERE expires_at < ?", [now.milliseconds])
    try run(
      "INSERT INTO answer_used (nonce, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
      [Data(nonce), expiry.milliseconds])
    return db.changesCount > 0
  }
}

extension StoreReader {
  /// The alerts for which a delivery stands, with their own bodies.
  package func alertBodies(deliveryID: Int64) throws -> [(id: Int64, body: String)] {
    try rows(
      """
      SELECT alert.id, alert.body FROM delivery_alert JOIN alert ON alert.id = alert_id
      WHERE delivery_id = ? ORDER BY alert.id
      """, [deliveryID]
    ) { ($0[0], $0[1]) }
  }
}
