import MilepostCommands

/// One command line, run in this process as the program runs it.
struct Terminal {
  var environment: [String: String] = [:]
  var input = ""
  var isTerminal = false
  var columns: Int?
  /// 2022-05-25 02:00:01 UTC: a second after the canned service's clock.
  var now = Moment(milliseconds: 1_653_444_001_000)

  struct Result: Equatable {
    var status: ExitStatus
    var output: String
    var errors: String
  }

  func run(_ arguments: String..., at server: CannedServer? = nil) -> Result { run(arguments, at: server) }

  func run(_ arguments: [String], at server: CannedServer? = nil) -> Result {
    let (output, errors) = (Collected(), Collected())
    var environment = environment
    environment["MILEPOST_SOCKET"] = server?.path ?? "/tmp/milepost-test-nobody.sock"
    let world = World(
      environment: environment, standardInput: { input }, output: output.add, errorOutput: errors.add,
      outputIsTerminal: isTerminal, columns: columns, now: { now })
    let status = Program.run(arguments, in: world)
    return Result(status: status, output: output.text, errors: errors.text)
  }

  private final class Collected {
    private(set) var text = ""

    func add(_ more: String) { text += more }
  }
}
