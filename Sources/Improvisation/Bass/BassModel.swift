public import Recurrent

/// What makes a network a bass player: the shape of its input and output.
public enum BassModel {
    /// The kind written in a model file, and the version of the encoding.
    public static let kind = "jazz-bass"
    /// Changes whenever ``BassVocabulary`` or ``BassContext`` would read an old model wrongly.
    public static let encoding = "walk-interval-1"

    /// The configuration of a bass network of this size.
    public static func configuration(
        cell: CellKind = .lstm, hiddenSize: Int = 64, layers: Int = 1
    ) -> NetworkConfiguration {
        BassContext.configuration(cell: cell, hiddenSize: hiddenSize, layers: layers)
    }

    /// Whether a network of this configuration can play the bass.
    public static func fits(_ configuration: NetworkConfiguration) -> Bool {
        BassContext.fits(configuration)
    }
}
