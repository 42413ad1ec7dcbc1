import MilepostAPI
import MilepostCore

extension ActivityView {
  init(_ activity: PlanActivity, in project: Project, of network: PlanNetwork) {
    let place = network.place(of: activity) ?? ActivityID(0)
    let schedule = network.schedule
    let dates = schedule.dates(of: place)
    let start = activity.started ?? dates.start.date
    self.init(
      project: project.key, key: activity.key, name: activity.name, nameEn: activity.nameEn, owner: activity.owner,
      duration: activity.duration.text, calendar: activity.calendar, after: activity.after.map(\.text),
      constraints: Dictionary(activity.constraints.map { ($0.kind.rawValue, $0.date.description) }) { first, _ in first
      },
      state: activity.finished != nil ? "finished" : activity.started != nil ? "started" : "planned",
      started: activity.started?.description, finished: activity.finished?.description,
      remaining: activity.remaining?.text, remainingOn: activity.remainingOn?.description, start: start.description,
      finish: max(start, dates.finish.dateOfFinish).description,
      lastSafe: max(start, dates.lateFinish.dateOfFinish).description,
      totalFloatDays: network.days(schedule.totalFloat(of: place), of: place),
      freeFloatDays: network.days(schedule.freeFloat(of: place), of: place), critical: schedule.isCritical(place),
      revision: activity.revision)
  }
}

extension StepView {
  init(_ step: PlanNetwork.Step) {
    self.init(
      path: step.node.path, name: step.node.name.zh, nameEn: step.node.name.en, noun: step.node.noun.word,
      start: step.start.description, finish: step.finish.description, done: step.isDone,
      lastSafe: step.lastSafeFinish?.description, floatDays: step.float)
  }
}

extension MoveView {
  init(_ move: PlanNetwork.Outcome.Move) {
    self.init(
      path: move.node.path, name: move.node.name.zh, nameEn: move.node.name.en, noun: move.node.noun.word,
      from: move.from.description, to: move.to.description, days: move.to.days(since: move.from),
      due: move.due?.description, breaks: move.due.map { move.from <= $0 && move.to > $0 } ?? false)
  }
}

extension PlanNode.Noun {
  var word: String {
    switch self {
    case .milestone: "milestone"
    case .activity: "activity"
    }
  }
}

extension TextView {
  init(_ text: Bilingual) { self.init(en: text.en, zh: text.zh) }
}
