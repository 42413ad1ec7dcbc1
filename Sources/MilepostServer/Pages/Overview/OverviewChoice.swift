import Hummingbird
import MilepostCore

/// Which projects the overview shows, and in which order.
struct OverviewChoice: Equatable {
  enum Sort: String, CaseIterable {
    case urgency = ""
    case due, name
  }

  var light: MilestoneOutlook.Light?
  var owner: String?
  /// `field=education`.
  var label: String?
  var sort = Sort.urgency
  var showsAllDecisions = false

  static let names = ["light", "owner", "label", "sort", "decisions", "part"]

  init() {}

  /// Fields of a form come empty where nothing was chosen.
  init(_ query: QueryReader) throws(Refusal) {
    light = query.text("light").flatMap(MilestoneOutlook.Light.init(rawValue:))
    owner = query.text("owner").flatMap { $0.isEmpty ? nil : $0 }
    label = query.text("label").flatMap { $0.isEmpty ? nil : $0 }
    sort = query.text("sort").flatMap(Sort.init(rawValue:)) ?? .urgency
    showsAllDecisions = query.text("decisions") == "all"
  }

  var isFiltering: Bool { light != nil || owner != nil || label != nil }

  func apply(to items: [ProgrammeFacts.Item]) -> [ProgrammeFacts.Item] {
    let chosen = items.filter { item in
      (light == nil || item.light == light) && (owner == nil || item.project.owner == owner)
        && label.map { label in item.project.labels.contains { "\($0.key)=\($0.value)" == label } } ?? true
    }
    let far = CivilDate(dayNumber: Int32.max / 2)
    func due(_ item: ProgrammeFacts.Item) -> CivilDate { item.next?.milestone.due.date ?? far }
    switch sort {
    case .urgency:
      return chosen.sorted { ($1.light, due($0), $0.project.key) < ($0.light, due($1), $1.project.key) }
    case .due: return chosen.sorted { (due($0), $0.project.key) < (due($1), $1.project.key) }
    case .name: return chosen.sorted { ($0.project.name, $0.project.key) < ($1.project.name, $1.project.key) }
    }
  }
}
