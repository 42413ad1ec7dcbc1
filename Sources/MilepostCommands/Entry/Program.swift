import ArgumentParser
import MilepostAPI
import MilepostClient

/// The program `milepost`, but for its process.
package enum Program {
  /// Runs one command line (without the program's name) and says how it ended.
  package static func run(_ arguments: [String], in world: World) -> ExitStatus {
    let arguments = LeadingOptions.moved(arguments)
    do {
      var command = try MilepostTool.parseAsRoot(arguments)
      guard let asking = command as? any ServiceCommand else {
        // Help and the like: the parser has its own way to show it, which is to throw it.
        try command.run()
        return .done
      }
      let session: Session
      do { session = try Session(world: world, options: asking.options) } catch let fault as InputFault {
        throw asking.options.fault(fault.phrase)
      }
      return perform(asking, in: session)
    } catch {
      return explain(error, of: arguments, in: world)
    }
  }

  private static func perform(_ command: any ServiceCommand, in session: Session) -> ExitStatus {
    do {
      return try command.run(in: session)
    } catch let problem as Problem {
      session.complain(problem)
      return type(of: command).statusOfRefusal
    } catch let failure as ClientFailure {
      session.complain(failure.problem)
      return .unreachable
    } catch let fault as InputFault {
      session.complain(
        Problem(
          code: "unusable_input", status: 400, title: "Unusable input", detail: fault.phrase.en,
          detailZh: fault.phrase.zh))
      return .usage
    } catch {
      session.complain(
        Problem(
          code: "internal", status: 500, title: "Internal error", detail: "\(error)", detailZh: "内部错误：\(error)"))
      return .refused
    }
  }

  /// What the parser throws: help and completions, which somebody asked for, or a usage error.
  private static func explain(_ error: any Error, of arguments: [String], in world: World) -> ExitStatus {
    let message = MilepostTool.fullMessage(for: error)
    guard MilepostTool.exitCode(for: error) == .success else {
      if !message.isEmpty { world.errorOutput(message + "\n") }
      if let word = Suggestion.forUnknownWord(in: arguments, root: MilepostTool.self) {
        let language = Language.choose(option: nil, environment: world.environment)
        world.errorOutput(Phrase("Did you mean “\(word)”?", "您是指“\(word)”吗？").text(language) + "\n")
      }
      return .usage
    }
    if !message.isEmpty { world.output(message + "\n") }
    return .done
  }
}
