import MilepostCore

/// For a big screen: the programme, then each project in turn, the gravest first.
struct WallPage {
  struct Item {
    var light: String
    var lightName: String
    var name: String
    var project: String?
    var big: String
    var small: String
  }

  struct Slide {
    var light: String
    var lightName: String
    var name: String
    var owner: String?
    var sentence: String?
    var items: [Item]
    /// Its bar chart, where there is room for one.
    var plan: String?
  }

  struct Dot {
    var isFirst: Bool
  }

  var date: String
  var seconds: Int
  var shares: [OverviewPage.Share]
  var summary: String
  var urgent: [Item]
  var hasUrgent: Bool
  var slides: [Slide]
  var dots: [Dot]

  /// Slides beside the first.
  static let slidesMax = 24
  static let urgentMax = 5
  static let itemsMax = 5
  /// Slides with a bar chart, and rows of each.
  static let plansMax = 5
  static let planRowsMax = 10
  static let secondsDefault = 12
}

extension WallPage {
  /// What a slide says beside a project's milestones.
  struct Plan: Sendable {
    var sentence: Bilingual?
    var chart: GanttChart?
  }

  /// - Parameter plans: by the project's key.
  init(_ facts: ProgrammeFacts, plans: [String: Plan], seconds: Int, language: ViewLanguage) {
    let (names, dates) = (PageNames(language: language), PageDate(language: language))
    date = dates.long(facts.today)
    self.seconds = seconds
    shares = OverviewPage.shares(facts.items, names)
    summary = OverviewPage.summary(of: shares, language)
    urgent = Decision.gravest(WallPage.urgentMax, of: facts, language: language).decisions.map {
      Item(
        light: $0.light, lightName: $0.lightName, name: $0.title, project: $0.project, big: $0.tag,
        small: $0.owner ?? "")
    }
    hasUrgent = !urgent.isEmpty
    slides = OverviewChoice().apply(to: facts.items).prefix(WallPage.slidesMax).map { item in
      let open = item.milestones.filter { $0.milestone.actual == nil }
      return Slide(
        light: item.light.rawValue, lightName: names.light(item.light),
        name: language.pick(item.project.name, en: item.project.nameEn), owner: item.project.owner,
        sentence: plans[item.project.key]?.sentence.map(language.pick),
        items: (open.isEmpty ? item.next.map { [$0] } ?? [] : open).prefix(WallPage.itemsMax).map {
          WallPage.item($0, item.today, names, dates)
        },
        plan: plans[item.project.key]?.chart.map {
          GanttPicture.svg(
            $0, title: language.pick(item.project.name, en: item.project.nameEn), isChinese: language.isChinese,
            id: "plan-\(item.project.key)")
        })
    }
    dots = (0...slides.count).map { Dot(isFirst: $0 == 0) }
  }

  private static func item(
    _ judged: ProgrammeFacts.Judged, _ today: CivilDate, _ names: PageNames, _ dates: PageDate
  ) -> Item {
    let due = judged.milestone.due.date
    let isMoved = judged.outlook.forecast != due
    let promised = names.say("promised \(dates.short(due, in: today.year))", "承诺\(dates.short(due, in: today.year))")
    let expected = names.say(
      ", expected \(dates.short(judged.outlook.forecast, in: today.year))",
      "，预计\(dates.short(judged.outlook.forecast, in: today.year))")
    return Item(
      light: judged.outlook.light.rawValue, lightName: names.light(judged.outlook.light),
      name: names.language.pick(judged.milestone.name, en: judged.milestone.nameEn), project: nil,
      big: dates.left(due.days(since: today)), small: promised + (isMoved ? expected : ""))
  }
}
