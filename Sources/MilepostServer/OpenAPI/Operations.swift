import MilepostAPI

/// What every route under `/v1` takes and gives, by method and path. A test holds it against the routes, and against
/// what they answer when they are asked for something else.
enum Operations {
  static let all = [
    projects, milestones, activities, schedules, exchange, webhooks, alerts, routing, access, feeds, overview,
  ]
  .reduce(
    into: [String: Operation]()
  ) { $0.merge($1) { first, _ in first } }

  struct None: Codable, Sendable {}
  struct DatedInput: Codable, Sendable {
    var date: String?
    var reason: String?
  }
  struct ProgressInput: Codable, Sendable {
    var remaining: String
    var reason: String?
  }

  private static let project = "/v1/projects/{project}"
  private static let milestone = "\(project)/milestones/{milestone}"
  private static let activity = "\(project)/activities/{activity}"
  private static let languages = Operation.Query.choice("lang", ["en", "zh"], "The language of texts.")
  private static let dryRun = Operation.Query.flag("dry_run", "Only say what would change.")

  private static let projects: [String: Operation] = [
    "GET /v1/projects": .get(
      "Projects, by key.", .page + [.flag("archived", "Also those that are archived.")], Page<ProjectView>.self),
    "POST /v1/projects": .change(
      "Register a project.", ProjectInput.self, ProjectView.self, status: 201,
      example: ProjectInput(key: "kindergarten", name: "横港中心幼儿园新建工程", zone: "Asia/Shanghai")),
    "GET \(project)": .get("A project.", ProjectView.self),
    "PATCH \(project)": .change(
      "Change what is given; \"\" clears an optional text.", ProjectInput.self, ProjectView.self,
      example: ProjectInput(owner: "镇建设办")),
    "POST \(project)/archive": .change(
      "End a project: nothing in it is checked any more.", ReasonInput.self, ProjectView.self,
      example: ReasonInput(reason: "handed over")),
  ]

  private static let milestones: [String: Operation] = [
    "GET \(project)/milestones": .get(
      "Milestones, by due date.", .page + [.choice("state", ["open", "overdue", "reached"], "Only those.")],
      Page<MilestoneView>.self),
    "POST \(project)/milestones": .change(
      "Register a milestone.", MilestoneInput.self, MilestoneView.self, status: 201,
      example: MilestoneInput(key: "completion", name: "全部工程完工", due: "6月底")),
    "GET \(milestone)": .get("A milestone.", MilestoneView.self),
    "PATCH \(milestone)": .change(
      "Change what is given.", MilestoneInput.self, MilestoneView.self, example: MilestoneInput(due: "2022-07-15")),
    "DELETE \(milestone)": .change("Remove a milestone.", ReasonInput.self, nil, example: ReasonInput(reason: "twice")),
    "POST \(milestone)/expect": .change(
      "Say when it is expected; without a date, take back what was said.", ExpectInput.self, MilestoneView.self,
      example: ExpectInput(date: "2022-07-08", reason: "rain")),
    "POST \(milestone)/reach": .change(
      "Report that it is reached.", ReachInput.self, MilestoneView.self,
      example: ReachInput(date: "2022-06-28", evidence: "acceptance note 12")),
    "POST \(milestone)/reopen": .change(
      "Take back that it was reached.", ReasonInput.self, MilestoneView.self, example: ReasonInput(reason: "a mistake")),
    "POST \(milestone)/report": .change(
      "Report a count.", ReportInput.self, MilestoneView.self, example: ReportInput(value: 1)),
    "POST \(milestone)/check": .change(
      "Enter a gate's check.", CheckInput.self, MilestoneView.self,
      example: CheckInput(check: "fire-safety", result: "passed", by: "李工")),
    "POST \(milestone)/step": .change(
      "Say what was done about a finding.", StepInput.self, MilestoneView.self,
      example: StepInput(step: "assign", to: "王工", due: "2022-06-10")),
  ]

  private static let activities: [String: Operation] = [
    "GET \(project)/activities": .get("Work, in the order in which it was entered.", .page, Page<ActivityView>.self),
    "POST \(project)/activities": .change(
      "Register work.", ActivityInput.self, ActivityView.self, status: 201, without: ["reason"],
      example: ActivityInput(key: "outdoor-works", name: "室外附属施工", duration: "30wd")),
    "GET \(activity)": .get("Work.", ActivityView.self),
    "PATCH \(activity)": .change(
      "Change what is given.", ActivityInput.self, ActivityView.self, example: ActivityInput(duration: "35wd")),
    "DELETE \(activity)": .change("Remove work.", ReasonInput.self, nil, example: ReasonInput(reason: "twice")),
    "POST \(activity)/start": .change(
      "Report that it has begun.", DatedInput.self, ActivityView.self, example: DatedInput(date: "2022-05-09")),
    "POST \(activity)/finish": .change(
      "Report that it is done.", DatedInput.self, ActivityView.self, example: DatedInput(date: "2022-06-20")),
    "POST \(activity)/progress": .change(
      "Report what remains.", ProgressInput.self, ActivityView.self,
      example: ProgressInput(remaining: "12wd", reason: "梅雨")),
    "POST \(activity)/reopen": .change(
      "Take back that it is done.", ReasonInput.self, ActivityView.self, example: ReasonInput(reason: "a mistake")),
  ]

  private static let schedules: [String: Operation] = [
    "GET \(milestone)/path": .get(
      "Why a milestone is forecast for its date.",
      [.text("by", "Work backwards from this day instead."), .text("buffer", "Keep so much free before it, 10wd.")],
      PathView.self),
    "GET \(milestone)/forecasts": .get(
      "How its forecast has moved, the oldest first; the first page is the newest, and `next` leads to what was before.",
      .page, Page<ForecastView>.self),
    "GET \(project)/schedule": .get("How a project stands, and what its end rests on.", ScheduleView.self),
    "POST \(project)/whatif": .ask(
      "What would move; changes nothing.", WhatIfInput.self, WhatIfView.self,
      example: WhatIfInput(changes: [SuppositionInput(slip: "outdoor-works", by: "10wd")])),
    "GET \(project)/baselines": .get("Baselines, the oldest first.", .page, Page<BaselineView>.self),
    "POST \(project)/baselines": .change(
      "Keep all dates as they stand.", BaselineInput.self, BaselineView.self, status: 201,
      example: BaselineInput(name: "contract")),
    "GET \(project)/baselines/{baseline}": .get("How far each date has moved since.", BaselineComparison.self),
    "GET \(project)/gantt": .get(
      "The plan as bars, also as a picture.",
      [
        .choice("format", ["json", "svg"], "As data or as a picture."), languages,
        .number("limit", 1...QueryReader.limitMax, "Rows at most; of a larger plan those that matter most."),
      ], GanttView.self, or: "image/svg+xml"),
    "GET \(project)/trend": .get(
      "How forecasts have moved.", [.choice("format", ["json", "svg"], "As data or as a picture."), languages],
      TrendView.self, or: "image/svg+xml"),
    "GET \(project)/review": .get(
      "A month's review: planned, done, the rate.", [.text("month", "2022-06; the month that runs.")], ReviewView.self),
  ]

  private static let exchange: [String: Operation] = [
    "GET /v1/plan": .file("Projects as a plan file.", [.text("project", "Only this one.")], ["application/yaml"]),
    "POST /v1/plan": Operation(
      summary: "Make projects what a plan file says.", query: [dryRun], body: .media(["application/yaml"]),
      answers: [.json(PlanResult.self)]),
    "POST \(project)/import": Operation(
      summary: "Take over another program's plan.",
      query: [.choice("format", ["csv", "xer", "mspdi"], "Which program's (csv)."), dryRun],
      body: .media(["application/octet-stream"]), answers: [.json(PlanResult.self)]),
    "GET \(project)/export": .file(
      "A project for other programs.", [.choice("format", ["csv", "ics", "mspdi"], "Which form (csv)."), languages],
      ["text/csv", "text/calendar", "application/xml"]),
  ]

  private static let webhook = "/v1/webhooks/{webhook}"

  private static let webhooks: [String: Operation] = [
    "GET /v1/webhooks": .get("Receivers, by name.", .page, Page<WebhookView>.self),
    "POST /v1/webhooks": .change(
      "Register a receiver; the secret that was made for it is in this answer only.", WebhookInput.self,
      WebhookView.self, status: 201,
      example: WebhookInput(name: "site-office", url: "https://example.org/hooks/milepost")),
    "GET \(webhook)": .get("A receiver.", WebhookView.self),
    "PATCH \(webhook)": .change(
      "Change what is said and nothing else; empty texts and lists clear.", WebhookInput.self, WebhookView.self,
      without: ["name", "format", "test", "force"]),
    "DELETE \(webhook)": .change("Remove a receiver; what waits for it is given up.", None.self, nil),
    "POST \(webhook)/test": .change("Send one message now.", None.self, WebhookTestView.self),
    "POST \(webhook)/pause": .change("Let its messages wait.", None.self, WebhookView.self),
    "POST \(webhook)/resume": .change("Send again.", None.self, WebhookView.self),
    "POST \(webhook)/rotate": .change(
      "Give it a new secret, which is in this answer only; the old one signs too for a while.", RotateInput.self,
      WebhookView.self, example: RotateInput(overlap: "24h")),
    "POST \(webhook)/replay": .change(
      "Send again what was given up, one message, or all of a time.", ReplayInput.self, CountView.self,
      example: ReplayInput()),
    "GET \(webhook)/deliveries": .get(
      "Its messages, the newest first.",
      .page + [
        .choice("state", ["pending", "delivered", "dead", "folded", "withdrawn"], "Only those."),
        .flag("attempts", "With every try of each."),
      ], Page<DeliveryView>.self),
    "GET \(webhook)/deliveries/{delivery}": .get("A message, with every try.", DeliveryView.self),
  ]

  private static let alerts: [String: Operation] = [
    "GET /v1/alerts": .get(
      "Alerts, the newest first.",
      .page + [
        .choice("state", ["open", "acknowledged", "snoozed", "resolved"], "Only those."),
        .text("project", "Only this one's."),
      ], Page<AlertView>.self),
    "GET /v1/alerts/{alert}": .get("An alert: who was told, who is next, who did what.", AlertDetailView.self),
    "POST /v1/alerts/{alert}/ack": .change(
      "Say that somebody has it in hand, for good or until a date.", AlertRestInput.self, AlertView.self,
      example: AlertRestInput(until: "2022-06-10", reason: "等材料")),
    "POST /v1/alerts/{alert}/snooze": .change(
      "Put it off: it is told again then, if it still stands.", AlertRestInput.self, AlertView.self,
      example: AlertRestInput(until: "3d")),
    "POST /v1/alerts/{alert}/unack": .change(
      "Take an acknowledgement or a snooze back.", ReasonInput.self, AlertView.self,
      example: ReasonInput(reason: "a mistake")),
  ]

  private static let route = "/v1/routes/{route}"
  private static let silence = "/v1/silences/{silence}"

  private static let routing: [String: Operation] = [
    "GET /v1/routes": .get(
      "Which way alerts go, in the order in which routes are asked.",
      .page + [.choice("format", ["json", "yaml"], "As data, or as a file to put into force again.")],
      Page<RouteView>.self, or: "application/yaml"),
    "POST /v1/routes": .change(
      "Add a route, the last to be asked.", RouteView.self, RouteView.self, status: 201, without: ["missing"]),
    "PUT /v1/routes": Operation(
      summary: "Put the routes of a file into force, in place of all there are.", query: [dryRun],
      body: .media(["application/yaml"]), answers: [.json(RoutesResult.self)]),
    "GET \(route)": .get("A route.", RouteView.self),
    "PATCH \(route)": .change(
      "Change what is given; an empty text takes a setting away.", RouteView.self, RouteView.self,
      without: ["missing"]),
    "DELETE \(route)": .change("Remove a route that has none below it.", None.self, nil),
    "POST /v1/route-test": .ask(
      "Whom an alert would reach, when, and why; nothing is sent.", RouteTestInput.self, RouteTestView.self,
      example: RouteTestInput(
        project: "kindergarten", milestone: nil, type: "milestone.overdue", labels: ["severity": "critical"])),
    "GET /v1/silences": .get(
      "Silences in force or to come.", .page + [.flag("all", "Also those that are over.")], Page<SilenceView>.self),
    "POST /v1/silences": Operation(
      summary: "Silence what matches until a time.", query: [.flag("dry_run", "Only say what it would hide.")],
      body: .json(
        SilenceInput.self,
        example: SilenceInput(
          match: ["project=\"kindergarten\""], start: nil, end: nil, for: "3d", comment: "停工", force: nil)),
      status: 201, answers: [.json(SilenceView.self)]),
    "GET \(silence)": .get("A silence, with what it hides now.", SilenceView.self),
    "POST \(silence)/expire": .change("End a silence now.", None.self, SilenceView.self),
  ]

  private static let access: [String: Operation] = [
    "GET /v1/tokens": .get(
      "Tokens, the oldest first.", .page + [.flag("revoked", "Also those that are revoked.")], Page<TokenView>.self),
    "POST /v1/tokens": .change(
      "Give out a token, which is in this answer only; an answer repeated for an Idempotency-Key has it no more.",
      TokenInput.self, TokenView.self, status: 201,
      example: TokenInput(name: "site", scope: "report", projects: ["kindergarten"], expires: "2027-01-01")),
    "GET /v1/tokens/{token}": .get("A token.", TokenView.self),
    "DELETE /v1/tokens/{token}": Operation(
      summary: "Revoke a token.", body: .json(ReasonInput.self, example: ReasonInput(reason: "lost")),
      answers: [.json(TokenView.self)]),
  ]

  private static let feeds: [String: Operation] = [
    "GET /v1/feeds": .get("Private links, by name.", .page, Page<FeedView>.self),
    "POST /v1/feeds": .change(
      "Give out a private link, which is in this answer only.", FeedInput.self, FeedView.self, status: 201,
      example: FeedInput(name: "li", projects: ["kindergarten"], language: "zh")),
    "GET /v1/feeds/{feed}": .get("A private link, by its name.", FeedView.self),
    "DELETE /v1/feeds/{feed}": .change("End a private link.", None.self, nil),
    "GET /v1/feeds/calendar.ics": .file(
      "Due and forecast dates as a calendar.",
      [.text("project", "Only this one's."), .choice("language", ["en", "zh"], "The language of texts.")],
      ["text/calendar"]),
    "GET /v1/feeds/ledger.atom": .file(
      "The ledger as a feed, the newest first.", [.number("before", 1...Int.max, "Go on behind this entry.")],
      ["application/atom+xml"]),
    "POST /v1/answers/rotate": .change("Make all links in messages void.", None.self, nil),
  ]

  private static let overview: [String: Operation] = [
    "GET /v1/status": .get("How things stand, with the most urgent milestones.", [.limit], StatusView.self),
    "GET /v1/next": .get(
      "What will fire, when, and to whom.", .page + [.number("days", 1...3660, "How far to look (30).")],
      Page<UpcomingView>.self),
    "GET /v1/events": .file(
      "Server-sent events: “hello” at once, then “change” whenever something was committed or delivered. The id is the ledger's "
        + "sequence; Last-Event-ID, or “since”, says what was heard last. The data has the heads of ledger, alerts and "
        + "deliveries, and the keys of projects that changed; null: too many, or something that belongs to none.",
      [.text("since", "The ledger's sequence that was heard last.")], ["text/event-stream"]),
    "GET /v1/ledger": .get("Every change, the oldest first.", .page, Page<LedgerEntryView>.self),
    "GET /v1/ledger/verify": .get("Whether the ledger is intact.", LedgerVerification.self),
    "POST /v1/backup": .change(
      "Copy everything into one file on the service's machine.", BackupInput.self, BackupView.self, status: 201,
      example: BackupInput(name: "milepost.db", withSecrets: false)),
    "POST /v1/repair": .change("Put right what can be in place.", None.self, RepairView.self),
  ]
}
