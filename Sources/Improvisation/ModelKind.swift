public import Recurrent

/// What makes a network a player: the shape of its input and output, and what its tokens mean.
public struct ModelKind: Sendable {
    /// The kind as a model file has it.
    public let name: String
    /// The version of the encoding, in model files too, where the older words in it stay. It changes whenever vocabulary
    /// or context would read an old model wrongly.
    public let encoding: String
    /// The name of each token, in order.
    public let vocabulary: [String]
    private let usualHiddenSize: Int
    private let shape: @Sendable (CellKind, _ hiddenSize: Int, _ layers: Int) -> NetworkConfiguration
    private let takes: @Sendable (NetworkConfiguration) -> Bool

    private init<Context: SequenceContext>(
        _ context: Context.Type, name: String, encoding: String, vocabulary: [String], hiddenSize: Int
    ) {
        self.name = name
        self.encoding = encoding
        self.vocabulary = vocabulary
        usualHiddenSize = hiddenSize
        shape = { Context.configuration(cell: $0, hiddenSize: $1, layers: $2) }
        takes = { Context.fits($0) }
    }

    /// The configuration of a network of this kind; it has the usual hidden size unless another is given.
    public func configuration(
        cell: CellKind = .lstm, hiddenSize: Int? = nil, layers: Int = 1
    ) -> NetworkConfiguration {
        shape(cell, hiddenSize ?? usualHiddenSize, layers)
    }

    /// Whether a network of this configuration can play the part.
    public func fits(_ configuration: NetworkConfiguration) -> Bool { takes(configuration) }

    /// Improvises the lead.
    public static let lead = ModelKind(
        LeadContext.self, name: "jazz-lead", encoding: "rhythm-touch-pitch-3", vocabulary: LeadVocabulary.names,
        hiddenSize: 128)

    /// Foretells the lead from its end to its beginning, see ``BackwardLine``.
    public static let backwardLead = ModelKind(
        LeadContext.self, name: "jazz-lead-backward", encoding: "backward-rhythm-touch-pitch-1",
        vocabulary: LeadVocabulary.names, hiddenSize: 128)

    /// Walks the bass.
    public static let bass = ModelKind(
        BassContext.self, name: "jazz-bass", encoding: "walk-interval-1", vocabulary: BassVocabulary.names,
        hiddenSize: 64)

    /// Invents changes.
    ///
    /// Tried on the iRb corpus, 1,066 tunes learned and 119 held out (4,097 chords; those that only repeat a section are not
    /// counted). The perplexity is that of root and quality together; the weights kept are those that did best on the tunes
    /// held out, which flatters them a little:
    ///
    ///     counts of single chords, pairs, triples                       56.7  21.7  21.6
    ///     H  96, dropout 0.3, rate 0.003, 12 epochs                     17.6
    ///     H  96, dropout 0.4, weight drop 0.2, rate 0.003, 20 epochs    16.0
    ///     H 112, dropout 0.5, batch 8, rate 0.003, 24 epochs            14.8
    ///     H 112, dropout 0.4, weight drop 0.3, rate 0.005, 20 epochs    14.7
    ///     H 112, dropout 0.5, weight drop 0.3, rate 0.01, 30 epochs     14.1
    ///     H 112, dropout 0.4, weight drop 0.4, rate 0.006, 30 epochs    14.2  the shipped one
    ///
    /// On two other divisions of the tunes the shipped recipe comes to 12.0 (pairs 19.0) and 17.2 (pairs 27.7).
    ///
    /// Beside real standards of 32 bars, what is invented has as many chords a bar (1.3), as many resolved dominants (0.66 and
    /// 0.64) and no longer runs in common with any one tune than tunes have with each other (median 9 chords). What tells it
    /// apart: more different chords in a tune (14.3 and 12.6), since a section seldom takes up what another one said; tunes are
    /// less unlike each other (hardly ever modal, on a pedal or over a bass line); and a chord now and then that leads nowhere.
    public static let changes = ModelKind(
        ProgressionContext.self, name: "jazz-changes", encoding: "root-quality-length-1",
        vocabulary: ProgressionVocabulary.names, hiddenSize: 96)
}
