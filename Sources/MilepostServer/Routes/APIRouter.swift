import Hummingbird
import MilepostEngine

/// The one router, for the program and its tests alike.
enum APIRouter {
  static func build(engine: Engine, network: NetworkDoor? = nil) -> Router<APIContext> {
    table(engine: engine, network: network).router
  }

  /// With all that was declared.
  static func table(engine: Engine, network: NetworkDoor? = nil) -> RouteTable {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: HeaderMiddleware())
    let paths = RoutePaths()
    router.add(middleware: ProblemMiddleware(paths: paths))
    let api = API(engine: engine)
    var routes = RouteTable(
      router,
      discipline: RequestDiscipline(
        admission: api.admission, limit: RateLimit(requestsPerMinute: network?.requestsPerMinute ?? .max),
        answers: KeptAnswers(engine: engine)), paths: paths)
    api.healthRoutes(&routes)
    api.metricsRoutes(&routes)
    api.statusRoutes(&routes)
    api.tokenRoutes(&routes)
    api.sessionRoutes(&routes)
    api.openAPIRoutes(&routes)
    api.projectRoutes(&routes)
    api.milestoneRoutes(&routes)
    api.kindRoutes(&routes)
    api.activityRoutes(&routes)
    api.scheduleRoutes(&routes)
    api.baselineRoutes(&routes)
    api.trendRoutes(&routes)
    api.reviewRoutes(&routes)
    api.webhookRoutes(&routes)
    api.alertRoutes(&routes)
    api.routingRoutes(&routes)
    api.silenceRoutes(&routes)
    api.ledgerRoutes(&routes)
    api.planRoutes(&routes)
    api.exchangeRoutes(&routes)
    api.feedRoutes(&routes)
    api.answerRoutes(&routes)
    api.upkeepRoutes(&routes)
    api.ganttRoutes(&routes)
    api.eventRoutes(&routes)
    api.pageRoutes(&routes)
    return routes
  }
}
