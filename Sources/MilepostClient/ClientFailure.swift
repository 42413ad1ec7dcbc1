import MilepostAPI

/// Why there is no answer from the service.
package enum ClientFailure: Error, Hashable, Sendable {
  case socketMissing(path: String)
  /// A socket is there and nobody listens: the service died, or is starting.
  case notListening(path: String)
  /// `group` owns the way to the socket, if that could be found out.
  case permissionDenied(path: String, group: String?)
  case pathTooLong(path: String, bytesMax: Int)
  /// A server on the network that nobody answers for; `server` is its address.
  case serverUnreachable(server: String, reason: String)
  /// Without encryption, and not on this machine.
  case plainRefused(server: String)
  case untrusted(host: String, reason: String)
  case noTLS
  case systemError(operation: String, reason: String)
  case timedOut(seconds: Int)
  case closedEarly
  /// What came is not HTTP; `reason` names the part at fault.
  case notHTTP(reason: String)
  case answerTooLarge(bytesMax: Int)
  /// HTTP, but not what this version of the API promises.
  case unexpectedAnswer(request: String)

  /// As an error of the API, so that programs meet one form only. The status is that of a gateway with nobody behind.
  package var problem: Problem {
    Problem(code: code, status: 503, title: "Service unreachable", detail: sentence.en, detailZh: sentence.zh)
  }

  private var code: String {
    switch self {
    case .socketMissing, .notListening: "service_not_running"
    case .permissionDenied: "permission_denied"
    case .pathTooLong: "socket_path_too_long"
    case .systemError, .serverUnreachable, .noTLS: "connection_failed"
    case .plainRefused, .untrusted: "not_secure"
    case .timedOut: "timed_out"
    case .closedEarly: "connection_closed"
    case .notHTTP, .answerTooLarge, .unexpectedAnswer: "protocol_error"
    }
  }

  private var sentence: (en: String, zh: String) {
    switch self {
    case .socketMissing(let path):
      (
        "Milepost is not running, or it listens elsewhere than \(path); "
          + "try `systemctl status milepostd`, or name the socket with --socket or MILEPOST_SOCKET.",
        "Milepost 未运行，或不在 \(path) 监听；请查看 `systemctl status milepostd`，或用 --socket 或 MILEPOST_SOCKET 指定套接字。"
      )
    case .notListening(let path):
      (
        "Nobody listens at \(path): Milepost has stopped or is just starting; try `systemctl status milepostd`.",
        "\(path) 无人监听：Milepost 已停止或正在启动；请查看 `systemctl status milepostd`。"
      )
    case .permissionDenied(let path, let group?):
      (
        "You may not use \(path); it is open to the group “\(group)”: "
          + "run `sudo usermod -aG \(group) \"$USER\"` and log in again.",
        "您无权使用 \(path)；该套接字对“\(group)”组开放：请运行 `sudo usermod -aG \(group) \"$USER\"` 后重新登录。"
      )
    case .permissionDenied(let path, nil):
      (
        "You may not use \(path); ask an administrator which group may.",
        "您无权使用 \(path)；请向管理员询问应加入哪个组。"
      )
    case .pathTooLong(let path, let bytesMax):
      (
        "The socket's path is longer than the \(bytesMax) bytes that the system takes: \(path)",
        "套接字路径超过系统允许的 \(bytesMax) 字节：\(path)"
      )
    case .systemError(let operation, let reason):
      ("The service cannot be reached: \(operation): \(reason).", "无法连接服务：\(operation)：\(reason)。")
    default: serverSentence ?? answerSentence
    }
  }

  private var serverSentence: (en: String, zh: String)? {
    switch self {
    case .serverUnreachable(let server, let reason):
      ("\(server) cannot be reached: \(reason).", "无法连接 \(server)：\(reason)。")
    case .plainRefused(let server):
      (
        "\(server) is not on this machine, and a token must not travel in the clear; write https://.",
        "\(server) 不在本机，令牌不能明文传输；请改用 https://。"
      )
    case .untrusted(let host, let reason):
      (
        "The certificate of \(host) is not trusted: \(reason); authorities of your own go into SSL_CERT_FILE.",
        "\(host) 的证书不受信任：\(reason)；自有的证书机构请用 SSL_CERT_FILE 指定。"
      )
    case .noTLS:
      (
        "https needs OpenSSL 3 (Debian: libssl3), which is not there; use http on the machine itself, or ssh.",
        "https 需要 OpenSSL 3（Debian 软件包 libssl3），本机没有；请在服务所在机器上用 http，或使用 ssh。"
      )
    default: nil
    }
  }

  private var answerSentence: (en: String, zh: String) {
    switch self {
    case .timedOut(let seconds):
      (
        "The service did not answer within \(seconds) seconds; see `journalctl -u milepostd`.",
        "服务在 \(seconds) 秒内没有应答；请查看 `journalctl -u milepostd`。"
      )
    case .closedEarly:
      (
        "The service closed the connection before its answer was complete; see `journalctl -u milepostd`.",
        "服务在应答完成前关闭了连接；请查看 `journalctl -u milepostd`。"
      )
    case .notHTTP(let reason):
      ("What answers at the socket does not speak HTTP: \(reason).", "该套接字的应答不是 HTTP：\(reason)。")
    case .answerTooLarge(let bytesMax):
      (
        "The answer is larger than \(bytesMax) bytes; ask for less with --limit.",
        "应答超过 \(bytesMax) 字节；请用 --limit 减少数量。"
      )
    case .unexpectedAnswer(let request):
      (
        "The answer to \(request) is not as this version of milepost expects; "
          + "run `milepost doctor` to compare the versions.",
        "对 \(request) 的应答与本版 milepost 不符；请运行 `milepost doctor` 比较版本。"
      )
    default: ("The service cannot be reached.", "无法连接服务。")
    }
  }
}
