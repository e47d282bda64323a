import Music
package import Recurrent

/// How well a network predicts solos, in bits a note, by what is predicted.
package struct BitsPerNote: Sendable, Equatable {
    /// Bits for the rhythm: waits, distances and the end.
    package private(set) var rhythm = 0.0
    /// Bits for articulation and dynamics: how long a note sounds, and how loud.
    package private(set) var articulation = 0.0
    /// Bits for the interval.
    package private(set) var pitch = 0.0
    /// The notes measured.
    package private(set) var notes = 0

    /// log₂ e.
    private static let bitsPerNat = 1.442695040888963387

    /// The mean of several measurements, each counting by its notes.
    package init(mean parts: [BitsPerNote]) {
        for part in parts {
            let weight = Double(part.notes)
            rhythm += weight * part.rhythm
            articulation += weight * part.articulation
            pitch += weight * part.pitch
            notes += part.notes
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        articulation /= Double(notes)
        pitch /= Double(notes)
    }

    /// Measures `solos`, each from the zero state, without masks; nil once `shouldStop` is true.
    ///
    /// - Complexity: Linear in the tokens.
    package init?(network: Network, solos: [TokenSequence], unless shouldStop: () -> Bool = { false }) {
        let engine = NetworkEngine(network.configuration)
        for solo in solos {
            guard let losses = engine.losses(of: solo, network: network, unless: shouldStop), !shouldStop() else {
                return nil
            }
            for (target, loss) in zip(solo.targets, losses) { add(loss * Self.bitsPerNat, for: target) }
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        articulation /= Double(notes)
        pitch /= Double(notes)
    }

    private mutating func add(_ bits: Double, for target: Int32) {
        switch LeadVocabulary.Decision.allCases.first(where: {
            LeadVocabulary.tokens(for: $0).contains(Int(target))
        }) {
        case .rhythm: rhythm += bits
        case .articulation: articulation += bits
        case .pitch:
            pitch += bits
            notes += 1
        case nil: break
        }
    }
}
