public import Recurrent

/// What makes a network an inventor of changes: the shape of its input and output.
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
public enum ProgressionModel {
    /// The kind written in a model file, and the version of the encoding.
    public static let kind = "jazz-changes"
    /// Changes whenever ``ProgressionVocabulary`` or ``ProgressionContext`` would read an old model wrongly.
    public static let encoding = "root-quality-length-1"

    /// The configuration of a network of this size.
    public static func configuration(
        cell: CellKind = .lstm, hiddenSize: Int = 96, layers: Int = 1
    ) -> NetworkConfiguration {
        ProgressionContext.configuration(cell: cell, hiddenSize: hiddenSize, layers: layers)
    }

    /// Whether a network of this configuration can invent changes.
    public static func fits(_ configuration: NetworkConfiguration) -> Bool {
        ProgressionContext.fits(configuration)
    }
}
