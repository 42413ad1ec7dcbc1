import MilepostCore

/// A milestone as a row of a table.
struct MilestoneLine {
  var light: String
  var lightName: String
  var href: String
  var name: String
  var kind: String?
  var due: String
  var written: String?
  var forecast: String
  var isMoved: Bool
  var actual: String?
  var left: String?
  var float: String?
  var floatStyle: String
  var driver: String?
  var links: [Link]
  var hasLinks: Bool
  var provisional: Bool

  struct Link {
    var text: String
    var href: String?
  }

  init(_ judged: ProgrammeFacts.Judged, in project: Project, today: CivilDate, language: ViewLanguage) {
    let (milestone, outlook) = (judged.milestone, judged.outlook)
    let (names, dates) = (PageNames(language: language), PageDate(language: language))
    (light, lightName) = (outlook.light.rawValue, names.light(outlook.light))
    href = PagePath.milestone(milestone.key, of: project.key)
    name = language.pick(milestone.name, en: milestone.nameEn)
    kind = milestone.kind == .date ? nil : names.kind(milestone.kind)
    due = milestone.due.date.description
    written = milestone.due.written == due ? nil : milestone.due.written
    forecast = outlook.forecast.description
    isMoved = outlook.forecast != milestone.due.date
    actual = milestone.actual?.description
    left = milestone.actual == nil ? dates.left(milestone.due.date.days(since: today)) : nil
    float = milestone.actual == nil ? names.float(outlook.floatDays) : nil
    floatStyle = milestone.actual == nil && outlook.floatDays < 0 ? "bad" : "fine"
    driver = milestone.actual == nil ? milestone.projection.map { language.pick($0.reason) } : nil
    links = milestone.after.map { Link($0, in: project) }
    hasLinks = !links.isEmpty
    provisional = milestone.due.provisional || milestone.projection?.provisional == true
  }
}

extension MilestoneLine.Link {
  /// What is of another project leads there; work has no page of its own.
  init(_ link: PlanLink, in project: Project) {
    text = link.text
    href = link.project.map { PagePath.project($0) }
  }
}
