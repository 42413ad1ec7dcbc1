import Foundation
import MilepostCore

/// Files that an endpoint names: read when something is sent, looked at when they are named.
enum EndpointFiles {
  static func check(_ path: String, place: String) throws(Refusal) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Refusal(
        .invalidValue, en: "The service cannot read the file \(path): it is not there, or it may not.",
        zh: "服务无法读取文件 \(path)：文件不存在或没有权限。", place: place)
    }
    defer { try? file.close() }
    guard let text = try? file.read(upToCount: 1 << 20), String(decoding: text, as: UTF8.self).contains("-----BEGIN ")
    else {
      throw Refusal(
        .invalidValue, en: "The file \(path) is not in PEM form: it has no line “-----BEGIN …”.",
        zh: "文件 \(path) 不是 PEM 格式：没有“-----BEGIN …”行。", place: place)
    }
  }
}
