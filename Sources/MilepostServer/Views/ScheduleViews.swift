import MilepostAPI
import MilepostCore

extension ScheduleView {
  init(_ part: PlanPart, of network: PlanNetwork) {
    let outlook = network.outlook(of: part)
    let schedule = network.schedule
    let provisional = schedule.isProvisional()
    self.init(
      project: part.project.key, outlook: outlook.map { TextView($0.sentence) }, target: outlook?.target.key,
      forecast: outlook?.forecast.description, spareDays: outlook?.spare,
      finish: network.finish.description, longestPath: network.longestPath().map(StepView.init),
      outOfSequence: schedule.outOfSequence().map { link in
        "\(network.node(link.from).path) → \(network.node(link.to).path)"
      }, provisional: network.nodes.indices.filter { provisional[$0] }.map { network.nodes[$0].path })
  }
}
