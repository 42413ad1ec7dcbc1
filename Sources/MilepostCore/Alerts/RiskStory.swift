/// What an alert about a risk tells beside its milestone: where it comes from, and what else it reaches.
package struct RiskStory: Hashable, Sendable {
  /// Work or a milestone on the way.
  package struct Step: Hashable, Sendable {
    package var path: String
    package var name: Bilingual
    package var finish: CivilDate
    /// The last day on which it may end so that the due date holds.
    package var lastSafeFinish: CivilDate?

    package init(path: String, name: Bilingual, finish: CivilDate, lastSafeFinish: CivilDate?) {
      self.path = path
      self.name = name
      self.finish = finish
      self.lastSafeFinish = lastSafeFinish
    }
  }

  /// Another milestone of the same project that the same cause reaches.
  package struct Other: Hashable, Sendable {
    package var key: String
    package var name: Bilingual
    package var due: CivilDate
    package var forecast: CivilDate
    package var floatDays: Int

    package init(key: String, name: Bilingual, due: CivilDate, forecast: CivilDate, floatDays: Int) {
      self.key = key
      self.name = name
      self.due = due
      self.forecast = forecast
      self.floatDays = floatDays
    }
  }

  /// Why the forecast is what it is.
  package var reason: Bilingual?
  /// What drives the date, the first step first; the milestone itself is not among them.
  package var drivingPath: [Step]
  package var others: [Other]

  package init(reason: Bilingual? = nil, drivingPath: [Step] = [], others: [Other] = []) {
    self.reason = reason
    self.drivingPath = drivingPath
    self.others = others
  }

  /// The first step that is still to be done: where something can be done about it.
  package var cause: Step? { drivingPath.first { $0.lastSafeFinish != nil } }
}
