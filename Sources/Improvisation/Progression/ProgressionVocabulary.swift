import Harmony

/// The vocabulary of changes: three decisions a chord, in one vocabulary with the start token.
///
/// Every chord is said in the order *root, quality, length*:
///
/// - **root**: its degree above the tonic, 0…11 semitones, so that a progression is the same in all twelve keys;
/// - **quality**: one of ``ProgressionQuality``;
/// - **length**: some beats within the bar, or up to a bar line: the next, or that of one of the seven bars after it. A
///   chord that lasts from the middle of one bar to that of another is said twice.
package enum ProgressionVocabulary {
    /// What the next token decides.
    package enum Decision: Int, Sendable, CaseIterable {
        case root, quality, length
    }

    /// What a token means.
    package enum Meaning: Equatable, Sendable {
        case start
        case root(Int)
        case quality(ProgressionQuality)
        /// So many beats, ending before the bar does.
        case beats(Int)
        /// Up to the bar line that ends this bar (1), the next (2), …
        case bars(Int)
    }

    package static let start = 0
    /// The most beats said within a bar.
    package static let mostBeats = 5
    /// The most bar lines ahead.
    package static let mostBars = 8

    private static let firstRoot = 1
    private static let firstQuality = firstRoot + 12
    private static let firstBeats = firstQuality + ProgressionQuality.allCases.count
    private static let firstBars = firstBeats + mostBeats
    /// The number of tokens.
    package static let count = firstBars + mostBars

    package static func root(_ degree: Int) -> Int { firstRoot + modulo(degree, 12) }
    package static func quality(_ quality: ProgressionQuality) -> Int { firstQuality + quality.rawValue }
    package static func beats(_ count: Int) -> Int {
        precondition((1...mostBeats).contains(count), "\(count) beats")
        return firstBeats + count - 1
    }
    package static func bars(_ count: Int) -> Int {
        precondition((1...mostBars).contains(count), "\(count) bars")
        return firstBars + count - 1
    }

    /// The tokens that can answer a decision.
    package static func tokens(for decision: Decision) -> Range<Int> {
        switch decision {
        case .root: firstRoot..<firstQuality
        case .quality: firstQuality..<firstBeats
        case .length: firstBeats..<count
        }
    }

    /// - Precondition: `token` is in 0..<``count``.
    package static func meaning(of token: Int) -> Meaning {
        precondition((0..<count).contains(token), "token \(token) of \(count)")
        if token == start { return .start }
        if token < firstQuality { return .root(token - firstRoot) }
        if token < firstBeats { return .quality(ProgressionQuality.allCases[token - firstQuality]) }
        if token < firstBars { return .beats(token - firstBeats + 1) }
        return .bars(token - firstBars + 1)
    }

    /// The text of each token, for the model file.
    package static let names: [String] = (0..<count).map { token in
        switch meaning(of: token) {
        case .start: "<start>"
        case .root(let degree): "root \(degree)"
        case .quality(let quality): quality.chord(on: NoteName(letter: 0, accidental: 0)).symbol
        case .beats(let beats): "\(beats) beats"
        case .bars(let bars): "\(bars) bar lines"
        }
    }
}
