package import Recurrent

/// How well a network predicts bass lines.
package struct BitsPerBeat: Sendable, Equatable {
    /// Bits a beat.
    package private(set) var bits = 0.0
    /// The beats measured.
    package private(set) var beats = 0

    /// log₂ e.
    private static let bitsPerNat = 1.442695040888963387

    /// The mean of several measurements, each counting by its beats.
    package init(mean parts: [BitsPerBeat]) {
        beats = parts.reduce(0) { $0 + $1.beats }
        guard beats > 0 else { return }
        bits = parts.reduce(0) { $0 + $1.bits * Double($1.beats) } / Double(beats)
    }

    /// Measures lines as ``BassLine/encoded()`` writes them, each from the zero state, without masks; nil once `shouldStop`
    /// is true.
    ///
    /// - Complexity: Linear in the beats.
    package init?(network: Network, lines: [TokenSequence], unless shouldStop: () -> Bool = { false }) {
        let engine = NetworkEngine(network.configuration)
        for line in lines {
            guard let losses = engine.losses(of: line, network: network, unless: shouldStop), !shouldStop() else {
                return nil
            }
            for (target, loss) in zip(line.targets, losses) where target >= 0 {
                bits += loss * Self.bitsPerNat
                beats += 1
            }
        }
        if beats > 0 { bits /= Double(beats) }
    }
}
