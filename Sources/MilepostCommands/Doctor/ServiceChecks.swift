import MilepostAPI
import MilepostClient

/// Is the service itself well? Each check is a pure function of what was seen.
enum ServiceChecks {
  /// Milliseconds that the two clocks may differ, the answer's way included.
  static let clockSkewMax: Int64 = 5_000
  /// Milliseconds that a check may be late: the service's slow sweep, twice.
  static let checkLagMax: Int64 = 120_000

  static func socket(_ path: String, _ file: SocketFile?) -> Finding {
    guard let file else { return .ok("socket", Phrase("Reached at \(path).", "可通过 \(path) 访问。")) }
    let mode = "0" + String(file.mode, radix: 8)
    let group = file.group ?? "?"
    // Connecting needs the right to write.
    guard file.mode & 0o002 == 0 else {
      return .warn(
        "socket",
        Phrase(
          "Everybody on this machine may use \(path) (mode \(mode)).", "本机任何用户都可使用 \(path)（权限 \(mode)）。"),
        advice: Phrase(
          "Restart the service: it makes the socket 0660. If that does not help, look at its unit's umask.",
          "请重启服务，它会将套接字设为 0660；若无效，请检查单元的 umask。"))
    }
    return .ok(
      "socket",
      Phrase("Reached at \(path) (mode \(mode), group \(group)).", "可通过 \(path) 访问（权限 \(mode)，组 \(group)）。"))
  }

  static func health(status: Int) -> Finding {
    guard (200...299).contains(status) else {
      return .fail(
        "health", Phrase("The service says that it is not well (HTTP \(status)).", "服务报告自身异常（HTTP \(status)）。"),
        advice: Phrase("See `journalctl -u milepostd -p warning`.", "请查看 `journalctl -u milepostd -p warning`。"))
    }
    return .ok("health", Phrase("The service is well.", "服务正常。"))
  }

  static func version(service: String, own: String) -> Finding {
    guard service != own else {
      return .ok("version", Phrase("Command and service are both \(own).", "命令与服务均为 \(own)。"))
    }
    return .warn(
      "version",
      Phrase("The command is \(own), the service \(service).", "命令版本为 \(own)，服务版本为 \(service)。"),
      advice: Phrase(
        "After an upgrade, restart the service: systemctl restart milepostd.",
        "升级后请重启服务：systemctl restart milepostd。"))
  }

  static func clock(_ status: StatusView, now: Moment) -> Finding {
    let service = Moment(rfc3339: status.now)
    if status.rehearsal {
      let shown = service?.local ?? status.now
      return .warn(
        "clock",
        Phrase("The service rehearses: its clock says \(shown).", "服务处于演练模式，其时钟为 \(shown)。"),
        advice: Phrase("Take “rehearsal” out of its settings for real work.", "正式使用时请从配置中去掉 rehearsal。"))
    }
    guard let service else {
      return .fail("clock", Phrase("The service's clock cannot be read.", "无法读取服务时钟。"))
    }
    let skew = abs(service.milliseconds - now.milliseconds)
    guard skew <= clockSkewMax else {
      return .warn(
        "clock",
        Phrase("The service's clock is \(skew / 1000) s away from this one.", "服务时钟与本机相差 \(skew / 1000) 秒。"),
        advice: Phrase("Check `timedatectl` on the service's machine.", "请在服务所在机器上检查 `timedatectl`。"))
    }
    return .ok("clock", Phrase("The clock is right.", "时钟正常。"))
  }

  static func zones(_ status: StatusView) -> Finding? {
    guard let unknown = status.unknownZones, !unknown.isEmpty else { return nil }
    let names = unknown.joined(separator: ", ")
    return .fail(
      "zones",
      Phrase("The machine has no time zone \(names): UTC stands in for it.", "本机没有时区 \(names)：暂按 UTC 计算。"),
      advice: Phrase(
        "Install what has it (tzdata, or tzdata-legacy for old names), then: systemctl reload milepostd",
        "请安装含有该时区的软件包（tzdata；旧名称在 tzdata-legacy），然后执行 systemctl reload milepostd"))
  }

  static func timer(_ status: StatusView) -> Finding {
    guard let nextCheck = status.nextCheck else {
      return .ok("timer", Phrase("No alert is to come.", "没有将要发出的提醒。"))
    }
    guard let next = Moment(rfc3339: nextCheck), let now = Moment(rfc3339: status.now) else {
      return .fail("timer", Phrase("The next check's time cannot be read.", "无法读取下次检查时间。"))
    }
    let lag = now.milliseconds - next.milliseconds
    // A rehearsal's clock may run days in a second.
    guard lag <= checkLagMax || status.rehearsal else {
      return .fail(
        "timer",
        Phrase("A check is \(lag / 1000) s late: alerts may be late.", "检查已迟到 \(lag / 1000) 秒，提醒可能延误。"),
        advice: Phrase(
          "See `journalctl -u milepostd -p warning`, then systemctl restart milepostd.",
          "请查看 `journalctl -u milepostd -p warning`，然后 systemctl restart milepostd。"))
    }
    return .ok("timer", Phrase("The next check is at \(next.local).", "下次检查：\(next.local)。"))
  }

  /// Would anybody hear of the service's own death?
  static func heartbeat(_ status: StatusView) -> Finding {
    guard let heartbeat = status.heartbeat else {
      return .warn(
        "heartbeat", Phrase("No heartbeat is set: if the service dies, nobody is told.", "未设置心跳：服务停止时无人知晓。"),
        advice: Phrase(
          "Set heartbeat.url to an address that expects a sign of life, for example of healthchecks.",
          "请将 heartbeat.url 设为等待心跳信号的地址，例如 healthchecks 的地址。"))
    }
    let heard = heartbeat.lastHeard.flatMap(Moment.init(rfc3339:))?.local
    if let fault = heartbeat.fault {
      let last = heard.map { Phrase("; last heard at \($0)", "；上次送达：\($0)") } ?? Phrase("; never heard yet", "；从未送达")
      return .fail(
        "heartbeat", Phrase("The heartbeat is not heard (\(fault))\(last.en).", "心跳未送达（\(fault)）\(last.zh)。"),
        advice: Phrase("Check heartbeat.url and the way there.", "请检查 heartbeat.url 及网络。"))
    }
    guard let heard else { return .ok("heartbeat", Phrase("A heartbeat is set; none was due yet.", "已设置心跳，尚未发出。")) }
    return .ok("heartbeat", Phrase("The heartbeat was last heard at \(heard).", "心跳上次送达：\(heard)。"))
  }

  static func ledger(_ result: LedgerVerification) -> Finding {
    let sentence = LedgerVerify.sentence(result)
    return result.intact ? .ok("ledger", sentence) : .fail("ledger", sentence)
  }
}
