import MilepostCore
import Testing

@Suite struct SlowScheduleTests {
  @Test(
    "Thousands of made-up networks give the dates and floats that trying minute after minute gives",
    arguments: 0..<8)
  func equal(part: Int) throws {
    for seed in 0..<500 { try compare(RandomNetwork(seed: UInt64(part * 500 + seed)), "seed \(part * 500 + seed)") }
  }

  private func compare(_ random: RandomNetwork, _ name: String) throws {
    let slow = SlowSchedule(random.tasks, random.waits, random.settings)
    let (draft, ids) = try random.draft()
    let schedule = Schedule(try draft.compile(random.settings))
    #expect(schedule.finish.value == slow.end, "\(name)")
    for (index, id) in ids.enumerated() {
      let task = random.tasks[index]
      let dates = schedule.dates(of: id)
      let place = "\(name), task \(index)"
      #expect(dates.finish.value == slow.finish[index], "\(place): finish")
      if !task.isFinished {
        #expect(dates.remainingStart.value == slow.start[index], "\(place): start")
        let late = task.calendar.count(before: dates.lateFinish.value)
        let early = task.calendar.count(before: slow.finish[index])
        #expect(late - early == slow.totalFloat(index), "\(place): late finish")
      }
      #expect(schedule.totalFloat(of: id) == slow.totalFloat(index), "\(place): total float")
      #expect(schedule.freeFloat(of: id) == slow.freeFloat(index), "\(place): free float")
    }
  }
}

@Suite struct FloatTests {
  /// One calendar, nothing but links: there float is exact to the minute.
  private static let plain = RandomNetwork.Shape(
    mixesCalendars: false, hasConstraints: false, hasLateConstraints: false, hasProgress: false, hasMilestones: false)

  @Test("What slips by its total float moves no end, and one minute more moves it by one")
  func total() throws {
    for seed in 0..<300 {
      let (schedule, ids) = try self.schedule(UInt64(seed), FloatTests.plain)
      for id in ids {
        let float = schedule.totalFloat(of: id)
        if float > 0 {
          let slipped = try schedule.applying([try schedule.slip(of: id, by: float)])
          #expect(slipped.finish == schedule.finish, "seed \(seed)")
        }
        let moved = try schedule.applying([try schedule.slip(of: id, by: float + 1)])
        let clock = try WorkClock(RandomNetwork.calendars[schedule.network.calendar(of: id).index - 1].source)
        let later = clock.work(before: moved.finish.value) - clock.work(before: schedule.finish.value)
        #expect(later == 1, "seed \(seed)")
      }
    }
  }

  @Test("What slips by its free float moves nothing else")
  func free() throws {
    for seed in 0..<300 {
      let (schedule, ids) = try self.schedule(UInt64(seed), FloatTests.plain)
      for id in ids {
        let float = schedule.freeFloat(of: id)
        guard float > 0 else { continue }
        let slipped = try schedule.applying([try schedule.slip(of: id, by: float)])
        #expect(slipped.moves(from: schedule).map(\.activity) == [id], "seed \(seed)")
      }
    }
  }

  @Test("Without promises nothing has negative float, whatever calendars, lags, milestones and progress are mixed")
  func neverNegative() throws {
    var shape = RandomNetwork.Shape()
    shape.hasLateConstraints = false
    for seed in 0..<1000 {
      let random = RandomNetwork(seed: UInt64(seed), shape)
      // Without a data date work under way runs on whatever it should have waited for.
      let runsOn = random.settings.dataDate == nil && random.tasks.contains { $0.isStarted && !$0.isFinished }
      guard random.settings.progressRule != .actualDates, !runsOn else { continue }
      let (draft, ids) = try random.draft()
      let schedule = Schedule(try draft.compile(random.settings))
      for id in ids { #expect(schedule.totalFloat(of: id) >= 0, "seed \(seed)") }
      #expect(ids.contains { schedule.totalFloat(of: $0) == 0 }, "seed \(seed)")
    }
  }

  @Test("Over mixed calendars, finishes that slip by their total float move no end")
  func mixed() throws {
    var shape = RandomNetwork.Shape()
    (shape.hasLateConstraints, shape.hasProgress, shape.hasStartMilestones) = (false, false, false)
    (shape.kinds, shape.lags) = ([.finishStart, .finishFinish], 0...60)
    for seed in 0..<500 {
      let (schedule, ids) = try self.schedule(UInt64(seed), shape)
      for id in ids where schedule.totalFloat(of: id) > 0 {
        let slip = try schedule.slip(of: id, by: schedule.totalFloat(of: id))
        #expect(try schedule.applying([slip]).finish <= schedule.finish, "seed \(seed)")
      }
    }
  }

  @Test("Float to a milestone is what moves that milestone, however the rest stands")
  func target() throws {
    for seed in 0..<200 {
      let (schedule, ids) = try self.schedule(UInt64(seed), FloatTests.plain)
      for target in ids {
        let floats = TargetFloat(schedule, target: target)
        #expect(floats.float(of: target) == 0)
        for id in ids where id != target {
          guard let float = floats.float(of: id) else {
            let slipped = try schedule.applying([try schedule.slip(of: id, by: 500)])
            #expect(slipped.finish(of: target) == schedule.finish(of: target), "seed \(seed)")
            continue
          }
          let slipped = try schedule.applying([try schedule.slip(of: id, by: float + 1)])
          #expect(slipped.finish(of: target) > schedule.finish(of: target), "seed \(seed)")
          guard float > 0 else { continue }
          let kept = try schedule.applying([try schedule.slip(of: id, by: float)])
          #expect(kept.finish(of: target) == schedule.finish(of: target), "seed \(seed)")
          #expect(kept.finish(of: id) <= floats.lastSafeFinish(of: id)!, "seed \(seed)")
        }
      }
    }
  }

  @Test("All that the longest path holds is without float, and each of it drives the next")
  func longestPath() throws {
    for seed in 0..<300 {
      let (schedule, ids) = try self.schedule(UInt64(seed), FloatTests.plain)
      let path = schedule.longestPath()
      #expect(path.last.map { schedule.finish(of: $0) } == schedule.finish)
      let isOn = schedule.isOnLongestPath()
      for id in ids where isOn[id.index] { #expect(schedule.totalFloat(of: id) == 0, "seed \(seed)") }
      for (before, after) in zip(path, path.dropFirst()) {
        #expect(isOn[before.index] && isOn[after.index])
        #expect(schedule.drivingLinks(into: after).contains { $0.from == before }, "seed \(seed)")
      }
    }
  }

  private func schedule(_ seed: UInt64, _ shape: RandomNetwork.Shape) throws -> (Schedule, [ActivityID]) {
    let random = RandomNetwork(seed: seed, shape)
    let (draft, ids) = try random.draft()
    return (Schedule(try draft.compile(random.settings)), ids)
  }
}
