import Foundation
import GRDB
import MilepostAPI
import Testing

extension SystemTests {
  @Suite
  struct ZoneTests {
    /// Makes the zone's file in the service's own tzdata that of another one, as an upgrade does: by a rename.
    @Workbench
    private func install(_ source: String, as name: String = "Shanghai", in service: Service) throws {
      let folder = service.folder + "/zoneinfo/Asia"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let data = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(source)"))
      try data.write(to: URL(filePath: folder + "/" + name), options: .atomic)
    }

    @Workbench
    @Test("New rules of a zone move its deadlines on reload, and at the next start; no rules at all keep the old ones")
    func upgrade() throws {
      let service = try Service()
      try install("Asia/Shanghai", in: service)
      let wrapper = ["/usr/bin/env", "TZDIR=\(service.folder)/zoneinfo"]
      try service.start(wrapper: wrapper)
      try service.apply(
        """
        projects:
          - key: works
            name: 工程
            alerts: {lead: [], on_day: true, working_days_only: false}
            milestones: [{key: completion, name: 完工, due: 2060-06-30}]

        """)
      var others = 0
      /// The hour, in UTC, at which the milestone is looked at next, once the service has done what it had begun: changes
      /// are done in turn.
      func hour() throws -> Int64 {
        others += 1
        #expect(try service.milepost("project", "add", "p-\(others)", "--name", "x").status == 0)
        return try service.rows("SELECT next_check FROM milestone")[0][0] as Int64 / 3_600_000 % 24
      }
      #expect(try hour() == 1)
      try install("Asia/Tokyo", in: service)
      #expect(try hour() == 1)
      try reload(service)
      #expect(try hour() == 0)
      try FileManager.default.removeItem(atPath: service.folder + "/zoneinfo/Asia/Shanghai")
      try reload(service)
      #expect(service.log.contains("install tzdata") && service.log.contains("the old ones stay"))
      #expect(try hour() == 0)
      try service.stop()
      try install("Asia/Dubai", in: service)
      try service.start(wrapper: wrapper)
      #expect(try hour() == 5)
      try service.stop()
    }

    @Workbench
    private func reload(_ service: Service) throws {
      service.daemon?.signal(SIGHUP)
      #expect(try service.hears("READY=1", seconds: 10))
    }

    @Workbench
    @Test("A project whose zone the system has no more goes by UTC until it is there again, and the log says so")
    func vanished() throws {
      let service = try Service()
      try install("Asia/Shanghai", in: service)
      try install("Asia/Tokyo", as: "Tokyo", in: service)
      try service.start(wrapper: ["/usr/bin/env", "TZDIR=\(service.folder)/zoneinfo"])
      #expect(try service.milepost("project", "add", "works", "--name", "工程", "--zone", "Asia/Tokyo").status == 0)
      try FileManager.default.removeItem(atPath: service.folder + "/zoneinfo/Asia/Tokyo")
      #expect(!service.log.contains("no such time zone"))
      try reload(service)
      #expect(try service.says("no such time zone, UTC is taken in its place", seconds: 10))
      #expect(service.log.contains("zone=Asia/Tokyo"))
      #expect(try service.milepost("doctor").output.contains("no time zone Asia/Tokyo: UTC stands in"))
      #expect(try service.milepost("project", "add", "more", "--name", "x", "--zone", "Asia/Tokyo").status == 1)
      try install("Asia/Tokyo", as: "Tokyo", in: service)
      try reload(service)
      #expect(try !service.milepost("doctor").output.contains("time zone"))
      #expect(try service.milepost("project", "add", "more", "--name", "x", "--zone", "Asia/Tokyo").status == 0)
      try service.stop()
    }

    @Workbench
    @Test("Without tzdata the service does not start, and says what is missing")
    func none() throws {
      let service = try Service()
      let ran = try service.runDaemon(
        ["--config", service.settingsFile, "--check-config"], variables: ["TZDIR": service.folder])
      #expect(ran.status == 1)
      #expect(ran.errors.contains("This machine knows no time zones; install tzdata."), "\(ran.errors)")
    }
  }
}
