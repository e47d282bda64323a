/// The mean of the weights of many steps, which often does better than any of them (Polyak and Juditsky 1992; Izmailov et
/// al. 2018, arXiv:1803.05407).
package struct WeightAverage: Sendable, Equatable {
    /// The mean; empty before the first.
    package var values: [Float] = []
    /// Of how many steps.
    package var count = 0

    /// Every fourth step is enough, and costs a quarter.
    private static let interval = 4

    package init() {}

    /// Takes the weights after a step in, if it is one of those that count.
    package mutating func add(_ parameters: [Float], step: Int) {
        guard count == 0 || step.isMultiple(of: Self.interval) else { return }
        count += 1
        guard count > 1 else {
            values = parameters
            return
        }
        precondition(values.count == parameters.count, "\(parameters.count) weights, \(values.count) before")
        let fraction = 1 / Float(count)
        for index in values.indices { values[index] += (parameters[index] - values[index]) * fraction }
    }
}
