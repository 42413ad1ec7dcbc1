/// The statements that run once for each alert of a storm.
enum HotSQL: Int, CaseIterable {
  case setSchedule

  var text: String {
    switch self {
    case .setSchedule: "UPDATE milestone SET evaluated_through = ?, next_check = ? WHERE id = ?"
    }
  }
}
