import Numerics
/// A division of tunes into those learned from and those held out to measure by.
public struct ProgressionSplit: Sendable {
    public var training: [ProgressionTune] = []
    public var validation: [ProgressionTune] = []

    /// Holds out about `share` of the tunes, chosen by the generator; versions of one title stay together.
    public init(_ tunes: [ProgressionTune], share: Double = 0.1, using generator: inout some RandomNumberGenerator) {
        var groups: [[ProgressionTune]] = []
        var places: [String: Int] = [:]
        for tune in tunes {
            let name = tune.title.lowercased()
            if !name.isEmpty, let place = places[name] {
                groups[place].append(tune)
            } else {
                places[name] = groups.count
                groups.append([tune])
            }
        }
        for index in groups.indices.dropFirst() { groups.swapAt(index, generator.below(index + 1)) }
        let wanted = max(1, Int((Double(tunes.count) * share).rounded()))
        for group in groups {
            if validation.count < wanted, groups.count > 1 { validation += group } else { training += group }
        }
        if training.isEmpty { swap(&training, &validation) }
    }
}
