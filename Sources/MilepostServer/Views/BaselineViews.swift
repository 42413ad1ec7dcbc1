import MilepostAPI
import MilepostCore

extension BaselineView {
  init(_ baseline: Baseline, in project: Project, from standpoint: Standpoint) {
    self.init(
      project: project.key, name: baseline.name, at: baseline.at.rfc3339,
      atLocal: standpoint.local(baseline.at, in: project), author: baseline.author, note: baseline.note)
  }
}

extension VarianceView {
  init(_ variance: BaselineVariance) {
    let entry = variance.now ?? variance.before
    self.init(
      key: entry?.key ?? "", noun: entry?.noun.word ?? "", name: entry?.name ?? "", nameEn: entry?.nameEn,
      change: variance.change.rawValue, baselineFinish: variance.before?.finish.description,
      finish: variance.now?.finish.description, finishDays: variance.finishDays,
      baselineDue: variance.before?.due?.description, due: variance.now?.due?.description, dueDays: variance.dueDays)
  }
}
