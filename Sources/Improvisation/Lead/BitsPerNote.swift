public import Music
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

    /// The steps measured at a time.
    private static let window = 1024
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
        let fields = LeadContext.fields.count
        for solo in solos {
            var state = network.zeroState(batch: 1)
            // In windows, so that the memory does not grow with the solo; the state goes on from one to the next.
            for start in stride(from: 0, to: solo.targets.count, by: Self.window) {
                let steps = start..<min(start + Self.window, solo.targets.count)
                guard
                    let batch = try? SequenceBatch(
                        batch: 1, time: steps.count, fields: fields,
                        inputs: Array(solo.inputs[steps.lowerBound * fields..<steps.upperBound * fields]),
                        targets: Array(solo.targets[steps]))
                else { continue }
                let losses = engine.losses(batch, parameters: network.parameters.values, state: &state)
                for (target, loss) in zip(batch.targets, losses) { add(loss * Self.bitsPerNat, for: target) }
            }
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        touch /= Double(notes)
        pitch /= Double(notes)
    }

    private mutating func add(_ bits: Double, for target: Int32) {
        switch LeadVocabulary.Decision.allCases.first(where: {
            LeadVocabulary.tokens(for: $0).contains(Int(target))
        }) {
        case .rhythm: rhythm += bits
        case .touch: touch += bits
        case .pitch:
            pitch += bits
            notes += 1
        case nil: break
        }
    }
}
