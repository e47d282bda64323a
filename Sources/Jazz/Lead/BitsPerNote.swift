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

    /// Measures `solos`, each from the zero state, without masks.
    ///
    /// - Complexity: Linear in the tokens; one pass for each of the three decisions.
    public init(network: Network, solos: [EncodedSolo]) {
        let fields = LeadContext.fields.count
        for solo in solos {
            notes += solo.targets.count { LeadVocabulary.tokens(for: .pitch).contains(Int($0)) }
            for decision in LeadVocabulary.Decision.allCases {
                let range = LeadVocabulary.tokens(for: decision)
                let targets = solo.targets.map { range.contains(Int($0)) ? $0 : -1 }
                guard !targets.isEmpty,
                    let batch = try? SequenceBatch(
                        batch: 1, time: targets.count, fields: fields, inputs: solo.inputs, targets: targets)
                else { continue }
                var state = network.zeroState(batch: 1)
                let bits = network.loss(batch, state: &state).sum * Self.bitsPerNat
                switch decision {
                case .rhythm: rhythm += bits
                case .touch: touch += bits
                case .pitch: pitch += bits
                }
            }
        }
        guard notes > 0 else { return }
        rhythm /= Double(notes)
        touch /= Double(notes)
        pitch /= Double(notes)
    }
}
