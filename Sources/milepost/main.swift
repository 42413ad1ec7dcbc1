import Glibc
import MilepostCommands

exit(Program.run(Array(CommandLine.arguments.dropFirst()), in: .real()).rawValue)
