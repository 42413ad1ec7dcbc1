import MilepostDaemon

@main
enum Milepostd {
  static func main() async { await DaemonProgram.main() }
}
