import MilepostWebhooks

/// A courier's way into the store that tells whoever listens what came of deliveries, once that is recorded.
struct PublicSource: DeliverySource {
  let base: any DeliverySource
  let bulletin: Bulletin

  func exchange(results: [AttemptResult], claiming limit: Int) throws -> DeliveryBatch {
    let batch = try base.exchange(results: results, claiming: limit)
    if !results.isEmpty { bulletin.post(.results(results.map(\.jobID))) }
    return batch
  }
}
