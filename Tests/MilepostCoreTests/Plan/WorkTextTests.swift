import MilepostCore
import Testing

@Suite struct WorkTextTests {
  @Test("Durations are read as people write them, in English and Chinese, and refused when they are none")
  func durations() throws {
    let written: [(String, WorkDuration)] = [
      ("10wd", WorkDuration(10, .workingDays)), ("10 working days", WorkDuration(10, .workingDays)),
      ("10个工作日", WorkDuration(10, .workingDays)), ("3d", WorkDuration(3, .days)), ("3天", WorkDuration(3, .days)),
      ("2 weeks", WorkDuration(14, .days)), ("2周", WorkDuration(14, .days)), ("4h", WorkDuration(4, .hours)),
      ("4个小时", WorkDuration(4, .hours)), ("90 分钟", WorkDuration(90, .minutes)),
      ("36eh", WorkDuration(36, .elapsedHours)), ("36日历小时", WorkDuration(36, .elapsedHours)),
      (" 0wd ", WorkDuration(0, .workingDays)),
    ]
    for (text, duration) in written { #expect(try WorkDuration(text, place: "duration") == duration, "\(text)") }
    for text in ["", "10", "wd", "-3wd", "1.5d", "soon", "10 fortnights", "99999999999d", "99999999999999999999d"] {
      #expect(throws: Refusal.self, "\(text)") { try WorkDuration(text, place: "duration") }
    }
  }

  @Test("What is stored of a duration or a link reads back as the same, by the fast way and the slow one")
  func stored() throws {
    for unit in WorkDuration.Unit.allCases {
      for amount in [-365, -1, 0, 1, 36_500] {
        let duration = WorkDuration(amount, unit)
        #expect(WorkDuration(stored: duration.text) == duration)
        for kind in Link.Kind.allCases {
          for project in [nil, "other-1"] {
            let link = PlanLink(project: project, key: "a-2wd", kind: kind, lag: amount == 0 ? nil : duration)
            #expect(PlanLink(stored: Substring(link.text)) == link, "\(link.text)")
            #expect(try PlanLink(link.text, place: "after") == link)
          }
        }
      }
    }
    for text in ["", "10", "10x", "wd10", "-"] { #expect(WorkDuration(stored: text) == nil, "\(text)") }
  }

  @Test("Links are refused when they are none")
  func links() {
    for text in ["", "/a", "a/", "a/b/c", "a XY", "a +5", "a 5wd", "a SS5wd"] {
      #expect(throws: Refusal.self, "\(text)") { try PlanLink(text, place: "after") }
    }
  }
}
