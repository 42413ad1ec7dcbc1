import Foundation
import Glibc
import MilepostAPI
import Testing

extension SystemTests {
  @Suite
  struct SettingsTests {
    struct Fault: CustomTestStringConvertible {
      var settings: String
      var words: [String]
      var testDescription: String { settings }
    }

    static let faults = [
      Fault(settings: "webhoks: {timeout: 5}\n", words: [":7:", "webhoks"]),
      Fault(settings: "default_zones: UTC\n", words: [":7:", "default_zone"]),
      Fault(settings: "log_level: loud\n", words: [":7:", "debug, info, notice, warning, error"]),
      Fault(settings: "shutdown_timeout: soon\n", words: [":7:", "1 to 80"]),
      Fault(settings: "shutdown_timeout: 81\n", words: [":7:", "1 to 80"]),
      Fault(settings: "language: [en\n", words: ["milepostd.yaml:"]),
      Fault(settings: "socket: here.sock\n", words: ["socket"]),
      Fault(settings: "rehearsal: {speed: 5}\n", words: ["rehearsal.start"]),
      Fault(settings: "rehearsal: {start: tomorrow}\n", words: ["2022-05-20T08:00"]),
    ]

    @Workbench
    @Test("--check-config says what is wrong, where, and what would be right; nothing starts", arguments: faults)
    func checkConfig(_ fault: Fault) throws {
      let service = try Service(settings: fault.settings)
      for (arguments, status) in [(["--check-config"], Int32(1)), ([], 78)] {
        let ran = try service.runDaemon(["--config", service.settingsFile] + arguments)
        #expect(ran.status == status)
        for word in fault.words { #expect(ran.errors.contains(word), "\(ran.errors)") }
        #expect(ran.errors.contains(service.settingsFile))
        #expect(ran.output.isEmpty)
      }
      #expect(!FileManager.default.fileExists(atPath: service.database))
    }

    @Workbench
    @Test("--check-config tells all faults at once, and a good file by “ok”")
    func allAtOnce() throws {
      let service = try Service(settings: "log_level: loud\nshutdown_timeout: 0\nlanguage: zh\n")
      var ran = try service.runDaemon(["--config", service.settingsFile, "--check-config"])
      #expect(ran.errors.split(separator: "\n").count == 2, "\(ran.errors)")
      #expect(ran.errors.contains("debug、info"), "not in the language that was asked for: \(ran.errors)")
      try service.write(settings: "")
      ran = try service.runDaemon(["--config", service.settingsFile, "--check-config"])
      #expect(ran.status == 0)
      #expect(ran.output == "ok\n")
      ran = try service.runDaemon(["--config", service.folder + "/none.yaml", "--check-config"])
      #expect(ran.status == 1)
      ran = try service.runDaemon(["--confg", service.settingsFile])
      #expect(ran.status == 64)
      #expect(!FileManager.default.fileExists(atPath: service.database))
    }

    @Workbench
    @Test("A reload of a broken file keeps the old settings in force; of a good one, takes the new ones")
    func reload() throws {
      let receiver = try Receiver()
      defer { receiver.stop() }
      let service = try Service()
      try service.start()
      try service.send(to: receiver)
      // Loopback is allowed no more, were this file not broken.
      try service.write(settings: "webhoks: 1\n", network: "")
      #expect(try reload(service).contains("the old ones stay"))
      #expect(try tested(service))
      try service.write(settings: "language: zh\n")
      #expect(try reload(service).contains("设置已重新加载"))
      #expect(try tested(service))
      try service.write(settings: "", network: "")
      #expect(try reload(service).contains("settings reloaded"))
      #expect(try !tested(service), "a network that is allowed no more is still reached")
      #expect(receiver.book.requests == 2)
    }

    /// What the service says while it reloads.
    @Workbench
    private func reload(_ service: Service) throws -> String {
      let before = service.log.count
      service.daemon?.signal(SIGHUP)
      #expect(try service.hears("READY=1", seconds: 10))
      return String(service.log.dropFirst(before))
    }

    @Workbench
    private func tested(_ service: Service) throws -> Bool {
      try service.milepost("webhook", "test", "site", "--json").decoded(WebhookTestView.self).delivered
    }
  }
}
