import Foundation
import MilepostAPI
import MilepostClient
import Testing

extension SystemTests {
  @Suite
  struct CommandLineTests {
    @Workbench
    @Test("Exit statuses tell done, refused, misused and unreachable apart")
    func exitStatuses() throws {
      let service = try Service()
      let unreachable = try service.milepost("status")
      #expect(unreachable.status == 3)
      #expect(unreachable.output.isEmpty)
      #expect(unreachable.errors.contains("Milepost is not running"), "\(unreachable.errors)")
      try service.start()
      #expect(try service.milepost("project", "add", "works", "--name", "工程").status == 0)
      let refused = try service.milepost("milestone", "list", "wroks")
      #expect(refused.status == 1)
      #expect(refused.errors.contains("“works”"), "the nearest name is missing: \(refused.errors)")
      #expect(try service.milepost("milestone", "lst", "works").status == 2)
      #expect(try service.milepost("apply", "-f", service.folder + "/none.yaml").status == 2)
      let plan = try Plans.late(1)
      #expect(try service.milepost("diff", "-f", "-", input: plan).status == 1)
      try service.apply(plan)
      #expect(try service.milepost("diff", "-f", "-", input: plan).status == 0)
      #expect(try service.milepost("diff", "-f", "-", input: "projects: [{key: a/b}]").status == 2)
    }

    @Workbench
    @Test("With --json a list is a page, a refusal a problem with its code, on the stream where each belongs")
    func json() throws {
      let service = try Service()
      try service.start()
      try service.apply(try Plans.late(3))
      let list = try service.milepost("milestone", "list", "works", "--json")
      #expect(try list.decoded(Page<MilestoneView>.self).items.map(\.key).sorted() == ["m-0", "m-1", "m-2"])
      #expect(list.errors.isEmpty)
      #expect(try service.milepost("status", "--json").decoded(StatusView.self).milestonesOpen == 3)
      let refused = try service.milepost("project", "show", "none", "--json")
      #expect(refused.status == 1)
      let problem = try WireCoder.decode(Problem.self, from: Data((refused.output + refused.errors).utf8))
      #expect(problem.code == "unknown_project")
      #expect(!problem.detailZh.isEmpty)
    }

    @Workbench
    @Test("In Chinese, columns begin under one another on a terminal's grid")
    func alignedInChinese() throws {
      let service = try Service()
      try service.start()
      let plan = """
        projects:
          - key: works
            name: 横港中心幼儿园
            milestones:
              - {key: a, name: 完工, due: 2099-06-30}
              - {key: b, name: 全部工程 complete, due: 2099-09-30}
              - {key: c, name: Opening, due: 2099-12-31}

        """
      try service.apply(plan)
      let listed = try service.milepost("milestone", "list", "works", "--lang", "zh")
      let columns = ["2099-06-30", "2099-09-30", "2099-12-31"].map { date -> Int? in
        listed.output.split(separator: "\n").first { $0.contains(date) }
          .flatMap { line in line.range(of: date).map { width(line[..<$0.lowerBound]) } }
      }
      #expect(columns[0] != nil)
      #expect(Set(columns).count == 1, "\(columns)\n\(listed.output)")
    }

    @Workbench
    @Test("Neither an address's path and query nor a signing secret is ever logged, listed or told in an error")
    func secretsStaySecret() throws {
      let receiver = try Receiver { _ in .status(500) }
      let service = try Service(settings: "log_level: debug\n")
      try service.start()
      let secret = "whsec_Z2VoZWltZ2VoZWltZ2VoZWltZ2VoZWlt"
      let secretFile = service.folder + "/secret"
      try secret.write(toFile: secretFile, atomically: true, encoding: .utf8)
      let added = try service.milepost("webhook", "add", "site", "--url", receiver.url, "--secret-file", secretFile)
      #expect(added.status == 0)
      var told = added.output + added.errors
      try service.apply(try Plans.late(5))
      #expect(receiver.wait(seconds: 20) { $0.bodies.count == 5 })
      receiver.stop()
      let named = "http://user:pa55@127.0.0.1:\(receiver.port)/p4th"
      let refused = try service.milepost("webhook", "add", "named", "--url", "-", input: named)
      #expect(refused.status == 1, "a name and password have options of their own")
      told += refused.output + refused.errors
      told += try service.everythingItTells()
      told += try service.refusalsOfAddresses()
      try service.kill()
      try service.start()
      try service.stop()
      told += service.log
      for word in ["p4th", "qu3ry", secret, "Z2VoZWlt", "pa55"] {
        #expect(!told.contains(word), "“\(word)” was told: \(told.lineWith(word))")
      }
      #expect(told.contains("http://127.0.0.1:\(receiver.port)"), "the test looks at nothing")
    }

    /// Columns of a terminal, for the scripts that this test uses.
    private func width(_ text: Substring) -> Int {
      text.unicodeScalars.reduce(0) { $0 + ((0x1100...0xFFDC).contains($1.value) ? 2 : 1) }
    }
  }
}

extension Service {
  /// What every command that lists something prints.
  fileprivate func everythingItTells() throws -> String {
    var told = ""
    let commands = [
      ["webhook", "list"], ["webhook", "show", "site"], ["webhook", "deliveries", "site"], ["webhook", "test", "site"],
      ["webhook", "show", "named"], ["webhook", "test", "named"],
      ["webhook", "pause", "site"], ["webhook", "resume", "site"], ["webhook", "replay", "site"], ["ledger", "list"],
      ["export"], ["status"], ["next"], ["alert", "list"], ["doctor"],
    ]
    for command in commands {
      for options in [[], ["--json"], ["--lang", "zh"]] {
        let ran = try milepost(command + options)
        told += ran.output + ran.errors
      }
    }
    return told
  }

  fileprivate func refusalsOfAddresses() throws -> String {
    let addresses = [
      "ftp://example.org/p4th?token=qu3ry", "http://169.254.169.254/p4th?token=qu3ry", "http:///p4th?qu3ry",
      "http://exa mple.org/p4th?qu3ry", "http://[::1/p4th?qu3ry", "p4th?qu3ry",
      "http://127.0.0.1:99999/p4th?qu3ry",
    ]
    return try addresses.map { address in
      let ran = try milepost(["webhook", "add", "other", "--url", "-", "--json"], input: address)
      #expect(ran.status == 1, "\(address) was taken")
      return ran.output + ran.errors
    }.joined()
  }
}

extension String {
  fileprivate func lineWith(_ word: String) -> String {
    split(separator: "\n").first { $0.contains(word) }.map(String.init) ?? ""
  }
}
