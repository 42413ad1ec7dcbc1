import ArgumentParser
import CLinux
import Dispatch
import Foundation
import Glibc
import Logging
import MilepostCore
import MilepostEngine
import MilepostStore

/// The program `milepostd`, apart from the process that it usually has to itself.
package struct DaemonProgram: Sendable {
  let environment: [String: String]
  let requests: AsyncStream<ServiceRequest>
  let output: LogOutput
  /// Takes answers to what was asked on the command line.
  let answer: @Sendable (String) -> Void
  /// Takes what is wrong with the command line.
  let complain: @Sendable (String) -> Void

  /// Runs as this process, and ends it.
  package static func main() async -> Never {
    let signals = Signals()
    // Files that it makes hold secrets; the socket gets its own mode.
    umask(0o077)
    // A core would hold them too.
    milepost_leave_no_core()
    // Each further arena of the allocator keeps megabytes that are never used again.
    milepost_limit_arenas(2)
    let environment = ProcessInfo.processInfo.environment
    let program = DaemonProgram(
      environment: environment, requests: signals.requests, output: .standardError(environment: environment),
      answer: { print($0) }, complain: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) })
    let status = await program.run(Array(CommandLine.arguments.dropFirst()))
    withExtendedLifetime(signals) { exit(status.rawValue) }
  }

  func run(_ arguments: [String]) async -> ExitStatus {
    let startedAt = DispatchTime.now()
    let options: DaemonOptions
    do {
      options = try DaemonOptions.parse(arguments)
    } catch {
      return answerWithoutRunning(error)
    }
    let loader = SettingsLoader(file: options.config, environment: environment)
    let voice = Voice(output: output)
    do throws(SettingsFaults) {
      let setup = try loader.load()
      voice.adopt(setup.settings)
      for warning in setup.warnings { voice.say(.warning, warning) }
      guard !options.checkConfig else {
        answer("ok")
        return .done
      }
      if let file = options.restore { return restore(file, to: setup.settings.database, voice) }
      return await run(setup, loader, voice, startedAt)
    } catch {
      for fault in error.faults { voice.log.error("\(error.language(fault.line))") }
      return options.checkConfig ? .failed : .settings
    }
  }

  private func run(
    _ setup: ServiceSetup, _ loader: SettingsLoader, _ voice: Voice, _ startedAt: DispatchTime
  ) async -> ExitStatus {
    do {
      let notifier = try Notifier(environment: environment)
      let daemon = Daemon(loader: loader, setup: setup, notifier: notifier, voice: voice, startedAt: startedAt)
      try await daemon.run(until: requests)
      return .done
    } catch {
      voice.say(.error, en: "milepostd cannot run", zh: "milepostd 无法运行", error: error)
      return (error as? Refusal).map(ExitStatus.init(refusal:)) ?? .failed
    }
  }

  private func restore(_ file: String, to database: String, _ voice: Voice) -> ExitStatus {
    do {
      let lock = try DatabaseLock(database: database)
      defer { withExtendedLifetime(lock) {} }
      let outcome = try Restore.run(from: file, to: database, at: SystemClock().now())
      answer(voice.language(RestoreReport.text(outcome, database: database)))
      return .done
    } catch {
      voice.say(.error, en: "not restored", zh: "未恢复", error: error)
      return (error as? Refusal).map(ExitStatus.init(refusal:)) ?? .failed
    }
  }

  /// `--help` and `--version` come here as well as mistakes.
  private func answerWithoutRunning(_ error: any Error) -> ExitStatus {
    let text = DaemonOptions.fullMessage(for: error)
    if DaemonOptions.exitCode(for: error).isSuccess {
      answer(text)
      return .done
    }
    complain(text)
    return .usage
  }
}
