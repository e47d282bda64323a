public import Recurrent

/// How well a network foretells solos, in bits a note, by what is foretold.
public struct BitsPerNote: Sendable, Equatable {
    /// Bits for the rhythm: waits, distances and the end.
    public private(set) var rhythm = 0.0
    /// Bits for length and loudness.
    public private(set) var touch = 0.0
    /// Bits for the interval.
    public private(set) var pitch = 0.0
    /// The notes measured.
    public private(set) var notes = 0

    /// log₂ e.
    private static let bitsPerNat = 1.442695040888963387

    /// The mean of several measurements, each counting by its notes.
    public init(mean parts: [BitsPerNote]) {
        for part in parts {
            let weight = Double(part.notes)
            rhythm += weight * part.rhythm
            touch += weight * part.touch
            pitch += weight * part.pitch
            notes += part.notes
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        touch /= Double(notes)
        pitch /= Double(notes)
    }

    /// Measures `solos`, each from the zero state, without masks.
    ///
    /// - Complexity: Linear in the tokens.
    public init(network: Network, solos: [EncodedSolo]) {
        let engine = NetworkEngine(network.configuration)
        for solo in solos where !solo.targets.isEmpty {
            guard
                let batch = try? SequenceBatch(
                    batch: 1, time: solo.targets.count, fields: LeadContext.fields.count, inputs: solo.inputs,
                    targets: solo.targets)
            else { continue }
            var state = network.zeroState(batch: 1)
            let losses = engine.losses(batch, parameters: network.parameters.values, state: &state)
            for (target, loss) in zip(solo.targets, losses) {
                switch LeadVocabulary.Decision.allCases.first(where: {
                    LeadVocabulary.tokens(for: $0).contains(Int(target))
                }) {
                case .rhythm: rhythm += loss * Self.bitsPerNat
                case .touch: touch += loss * Self.bitsPerNat
                case .pitch:
                    pitch += loss * Self.bitsPerNat
                    notes += 1
                case nil: break
                }
            }
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        touch /= Double(notes)
        pitch /= Double(notes)
    }
}
