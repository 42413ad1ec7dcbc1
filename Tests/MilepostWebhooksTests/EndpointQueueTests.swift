import Testing

@testable import MilepostWebhooks

@Suite
struct EndpointQueueTests {
  @Test("One that failed keeps its small window while it may come back, and is forgotten when it is withdrawn")
  func forgotten() {
    let queue = EndpointQueue(endpointID: 1, concurrency: 16, firstWindow: 4)
    queue.learn(isHealthy: false)
    #expect(!queue.isForgettable)
    queue.isWithdrawn = true
    #expect(queue.isForgettable)
    queue.underWay = 1
    #expect(!queue.isForgettable, "its answer is still to come")
    queue.underWay = 0
    queue.isInLine = true
    #expect(!queue.isForgettable, "it would stand in line twice")
  }
}
