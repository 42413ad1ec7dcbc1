import Foundation
import Glibc
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite
  struct OwnershipTests {
    @Workbench
    @Test("A second service on one database is refused and told whose it is; the first goes on")
    func oneServiceADatabase() throws {
      let service = try Service()
      try service.start()
      let first = try #require(service.daemon)
      let link = service.folder + "/link.db"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: service.database)
      for database in [service.database, link] {
        let second = try service.runDaemon(
          ["--config", service.settingsFile],
          variables: ["MILEPOST_DATABASE": database, "MILEPOST_SOCKET": service.folder + "/second.sock"])
        #expect(second.status == 1)
        #expect(second.errors.contains("process \(first.pid)"), "\(second.errors)")
        #expect(second.errors.contains("database_locked"))
      }
      #expect(try service.milepost("status").status == 0)
    }

    @Workbench
    @Test("A socket at which somebody answers is not taken over; the newcomer's database stays unmade")
    func liveSocketStays() throws {
      let service = try Service()
      try service.start()
      let other = service.folder + "/other.db"
      let second = try service.runDaemon(
        ["--config", service.settingsFile], variables: ["MILEPOST_DATABASE": other])
      #expect(second.status == 1)
      #expect(second.errors.contains("Another service answers at \(service.socket)"), "\(second.errors)")
      #expect(!FileManager.default.fileExists(atPath: other))
      #expect(try service.milepost("status").status == 0)
    }

    @Workbench
    @Test("The socket that a killed service left is taken over, open to owner and group alone")
    func staleSocketIsTaken() throws {
      let service = try Service()
      try service.start()
      try service.kill()
      #expect(SocketFile(path: service.socket)?.isSocket == true)
      let ran = try service.milepost("status")
      #expect(ran.status == 3)
      #expect(ran.errors.contains("Nobody listens at"), "\(ran.errors)")
      try service.start()
      #expect(SocketFile(path: service.socket)?.mode == 0o660)
      #expect(try service.milepost("status").status == 0)
      try service.stop()
      #expect(SocketFile(path: service.socket) == nil, "a stopped service leaves no socket")
    }

    @Workbench
    @Test("A file that is no socket is not replaced by one")
    func otherFilesStay() throws {
      let service = try Service()
      try "mine".write(toFile: service.socket, atomically: true, encoding: .utf8)
      let ran = try service.runDaemon(["--config", service.settingsFile])
      #expect(ran.status == 1)
      #expect(ran.errors.contains("something that is not a socket stands there"), "\(ran.errors)")
      #expect(try String(contentsOfFile: service.socket, encoding: .utf8) == "mine")
    }
  }
}
