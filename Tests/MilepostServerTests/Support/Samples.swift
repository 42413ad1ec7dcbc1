/// Requests that tests make again and again.
enum Samples {
  static let project = #"{"key":"henggang","name":"横港中心幼儿园新建工程","name_en":"Kindergarten","zone":"Asia/Shanghai"}"#
  static let milestone = #"{"key":"completion","name":"全部工程完工","due":"2022-06-30"}"#
  static let webhook = #"{"name":"desk","url":"http://127.0.0.1:9/hook?token=geheim"}"#

  static let plan = """
    projects:
      - key: henggang
        name: 横港中心幼儿园新建工程
        zone: Asia/Shanghai
        facts: {投资: 5200多万元, 占地: 约15亩}
        milestones:
          - {key: completion, name: 全部工程完工, due: 2022-06-30}
          - {key: opening, name: 投入使用, due: 2022-09-30, after: [completion]}
    """
}

extension TestServer {
  /// A project with one milestone.
  func seed() async throws {
    _ = try await client.call("POST", "/v1/projects", Samples.project)
    _ = try await client.call("POST", "/v1/projects/henggang/milestones", Samples.milestone)
  }
}
