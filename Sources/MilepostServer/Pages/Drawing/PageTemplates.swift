import Mustache

/// The pages' templates, style sheet and script, as they were built into the program.
enum PageTemplates {
  /// A page's body by name; a name that is not there is a slip in this code, which the tests draw every page to find.
  static func body(_ name: String, _ fields: [String: Any]) -> String {
    library.render(fields, withTemplate: name) ?? ""
  }

  static let style =
    text(PackageResources.page_css) + text(PackageResources.parts_css) + text(PackageResources.wall_css)
  static let script = text(PackageResources.live_js)
  static let icon = text(PackageResources.icon_svg)

  static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    for (name, bytes) in files {
      // A template that does not parse leaves its page empty; the tests draw every page.
      try? library.register(text(bytes), named: name)
    }
    return library
  }()

  private static var files: [String: [UInt8]] {
    [
      "layout": PackageResources.layout_mustache, "overview": PackageResources.overview_mustache,
      "project": PackageResources.project_mustache, "milestone": PackageResources.milestone_mustache,
      "calendar": PackageResources.calendar_mustache, "wall": PackageResources.wall_mustache,
      "review": PackageResources.review_mustache, "alerts": PackageResources.alerts_mustache,
      "fault": PackageResources.fault_mustache, "sign-in": PackageResources.sign_in_mustache,
      "alert-rows": PackageResources.alert_rows_mustache,
      "milestone-rows": PackageResources.milestone_rows_mustache,
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
