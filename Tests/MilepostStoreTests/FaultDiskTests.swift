import CFaultDisk
import Foundation
import MilepostCore
import Testing

@testable import MilepostStore

/// The store on a disk that fails on request: what was promised is kept, and what was not is as before.
@Suite
struct FaultDiskTests {
  private let name = "disk-\(UUID().uuidString.prefix(8))"

  /// The disk outlives every connection to it.
  private func onDisk(_ body: (OpaquePointer, () throws -> Store) throws -> Void) throws {
    let disk = try #require(fault_disk_make(name, 7))
    defer { fault_disk_free(disk) }
    try body(disk) { try Store(path: "/milepost.db", disk: name) }
  }

  private func add(_ key: String, to store: Store) throws {
    _ = try store.write { try $0.insert(Project(key: key, name: "工程", zone: "Asia/Shanghai", calendar: "china")) }
  }

  private func keys(of store: Store) throws -> [String] {
    try store.read { try $0.projects(includingArchived: true).map(\.key) }
  }

  @Test("What was written before the power was lost at any operation is there afterwards, and nothing by halves")
  func powerLoss() throws {
    for operation in 0..<160 {
      try onDisk { disk, open in
        var acknowledged: [String] = []
        var store = try open()
        fault_disk_plan(disk, FAULT_CRASH, UInt64(operation), 1)
        for number in 0..<12 {
          let key = "p-\(10 + number)"
          guard (try? add(key, to: store)) != nil else { break }
          acknowledged.append(key)
        }
        if fault_disk_is_down(disk) == 0 { fault_disk_plan(disk, FAULT_CRASH, 0, 1) }
        try? store.close()
        fault_disk_boot(disk, 1)
        store = try open()
        let there = try keys(of: store)
        #expect(there.starts(with: acknowledged) && there.count <= acknowledged.count + 1, "power lost at \(operation)")
        try add("after", to: store)
        try store.close()
      }
    }
  }

  @Test("A disk that forgets what it said it had synced is seen to lose what was acknowledged")
  func forgetfulDisk() throws {
    var losses = 0
    for _ in 0..<8 {
      try onDisk { disk, open in
        var store = try open()
        try add("kept", to: store)
        fault_disk_forget_syncs(disk, 1)
        try add("lost", to: store)
        fault_disk_plan(disk, FAULT_CRASH, 0, 1)
        try? store.close()
        fault_disk_boot(disk, 1)
        fault_disk_forget_syncs(disk, 0)
        store = try open()
        if try keys(of: store) != ["kept", "lost"] { losses += 1 }
        try store.close()
      }
    }
    #expect(losses > 0, "the disk's model of power loss loses nothing, so the tests above show nothing")
  }

  @Test("A failing write is refused by name, leaves nothing behind, and the next one is taken")
  func failingWrites() throws {
    for (kind, code) in [
      (FAULT_FULL, Refusal.Code.storageFull), (FAULT_IO, .storageFailed), (FAULT_TORN, .storageFailed),
    ] {
      try onDisk { disk, open in
        let store = try open()
        try add("first", to: store)
        fault_disk_plan(disk, kind, 0, 1)
        let refusal = #expect(throws: Refusal.self) { try add("refused", to: store) }
        #expect(refusal?.code == code)
        #expect(try keys(of: store) == ["first"])
        try add("second", to: store)
        #expect(try keys(of: store) == ["first", "second"])
        try store.close()
      }
    }
  }

  @Test("A disk without room refuses with storage_full, and takes changes again when there is some")
  func noRoom() throws {
    try onDisk { disk, open in
      let store = try open()
      try add("first", to: store)
      fault_disk_limit(disk, 0)
      #expect(throws: Refusal.self) { try add("refused", to: store) }
      fault_disk_limit(disk, -1)
      try add("second", to: store)
      #expect(try keys(of: store) == ["first", "second"])
      try store.close()
    }
  }

  @Test("The same seed and the same calls give the same operations on the disk")
  func deterministic() throws {
    var traces: Set<UInt64> = []
    for _ in 0..<2 {
      try onDisk { disk, open in
        let store = try open()
        for number in 0..<50 { try add("p-\(number)", to: store) }
        try store.close()
        traces.insert(fault_disk_trace(disk))
      }
    }
    #expect(traces.count == 1)
  }
}
