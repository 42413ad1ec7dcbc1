/// What a text says, before it is known which day that is.
enum DueForm: Hashable {
  case day(YearWord, month: Int, day: Int)
  /// A day of a month counted from this one; nil: the month is not said.
  case dayOfMonth(monthsAhead: Int?, day: Int)
  /// A weekday of a week counted from this one; nil: the first that comes.
  case weekday(weeksAhead: Int?, Int)
  case dayOfWeek(YearWord, week: Int, weekday: Int)
  case period(Period, Part)
  /// So many units after today, before it when negative.
  case offset(Int, Unit)

  enum YearWord: Hashable {
    case named(Int)
    /// Years from this one: 今年, next year.
    case ahead(Int)
    case unsaid
  }

  enum Period: Hashable {
    case year(YearWord)
    case half(YearWord, Int)
    case quarter(YearWord, Int)
    case month(YearWord, Int)
    case week(YearWord, Int)
    /// Counted from the one that today is in.
    case quartersAhead(Int)
    case weeksAhead(Int)
    /// Nil: the month is not said (上旬).
    case monthsAhead(Int?)
  }

  enum Part: Hashable {
    case whole, end
    /// The thirds of a month (上旬, 中旬, 下旬), and its halves.
    case early, middle, late, firstHalf, secondHalf
  }

  enum Unit: Hashable {
    case days, workingDays, weeks, months, years
  }
}

/// The day that a form means.
struct DueMeaning: Hashable {
  enum Kind: Hashable {
    case day
    /// The end of a period, named as such.
    case end
    /// A whole period from that day on, of which `date` is the last.
    case period(from: CivilDate)
  }

  let date: CivilDate
  var kind = Kind.day
  var countsWorkingDays = false
}
