public import Recurrent

/// How well a network foretells bass lines.
public struct BitsPerBeat: Sendable, Equatable {
    /// Bits a beat.
    public private(set) var bits = 0.0
    /// The beats measured.
    public private(set) var beats = 0

    /// log₂ e.
    private static let bitsPerNat = 1.442695040888963387

    /// Measures `walks`, each from the zero state, without masks.
    ///
    /// - Complexity: Linear in the beats.
    public init(network: Network, walks: [Walk]) {
        let engine = NetworkEngine(network.configuration)
        for walk in walks.map({ $0.encoded() }) where !walk.targets.isEmpty {
            guard
                let batch = try? SequenceBatch(
                    batch: 1, time: walk.targets.count, fields: BassContext.fields.count, inputs: walk.inputs,
                    targets: walk.targets)
            else { continue }
            var state = network.zeroState(batch: 1)
            let losses = engine.losses(batch, parameters: network.parameters.values, state: &state)
            for (target, loss) in zip(walk.targets, losses) where target >= 0 {
                bits += loss * Self.bitsPerNat
                beats += 1
            }
        }
        if beats > 0 { bits /= Double(beats) }
    }
}
