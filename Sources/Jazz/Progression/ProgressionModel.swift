public import Recurrent

/// What makes a network an inventor of changes: the shape of its input and output.
public enum ProgressionModel {
    /// The kind written in a model file, and the version of the encoding.
    public static let kind = "jazz-changes"
    /// Changes whenever ``ProgressionVocabulary`` or ``ProgressionContext`` would read an old model wrongly.
    public static let encoding = "root-quality-length-1"

    /// The configuration of a network of this size.
    public static func configuration(hiddenSize: Int = 96, layers: Int = 1) -> NetworkConfiguration {
        NetworkConfiguration(
            cell: .lstm, inputSizes: ProgressionContext.fields.map(\.size), embeddingSize: nil,
            hiddenSize: hiddenSize, layers: layers, outputSize: ProgressionVocabulary.count)
    }

    /// Whether a network of this configuration can invent changes.
    public static func fits(_ configuration: NetworkConfiguration) -> Bool {
        configuration.inputSizes == ProgressionContext.fields.map(\.size)
            && configuration.outputSize == ProgressionVocabulary.count
    }
}
