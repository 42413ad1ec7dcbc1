import Hummingbird
import MilepostEngine

/// The one router, for the program and its tests alike.
enum APIRouter {
  static func build(engine: Engine) -> Router<APIContext> {
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ProblemMiddleware())
    let api = API(engine: engine)
    var routes = RouteTable(router, gate: Gate())
    api.statusRoutes(&routes)
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
    api.ledgerRoutes(&routes)
    api.planRoutes(&routes)
    api.exchangeRoutes(&routes)
    routes.finish()
    return router
  }
}
