public import Recurrent

/// What makes a network a lead player: the shape of its input and output.
public enum LeadModel {
    /// The kind written in a model file, and the version of the encoding.
    public static let kind = "jazz-lead"
    /// Changes whenever ``LeadVocabulary`` or ``LeadContext`` would read an old model wrongly.
    public static let encoding = "rhythm-touch-pitch-2"

    /// The configuration of a lead network of this size.
    public static func configuration(
        cell: CellKind = .lstm, hiddenSize: Int = 128, layers: Int = 1
    ) -> NetworkConfiguration {
        LeadContext.configuration(cell: cell, hiddenSize: hiddenSize, layers: layers)
    }

    /// Whether a network of this configuration can play the lead.
    public static func fits(_ configuration: NetworkConfiguration) -> Bool {
        LeadContext.fits(configuration)
    }
}
