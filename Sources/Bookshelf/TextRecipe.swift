package import Training

/// What suits the learning of a text where nothing else is asked for.
package enum TextRecipe {
    /// Characters to learn, repeats counted, from which batches and windows are as in a long run.
    package static let longRun = 2_000_000
    package static let shortShape = (batch: 16, window: 32)
    package static let longShape = (batch: 32, window: 64)
    /// The highest learning rate of a small network, of a larger one in a long run, and of any other.
    package static let learningRates = (small: 6e-3, long: 4e-3, other: 3e-3)

    /// The hidden size of a network for so many characters: a wide one learns a small corpus by heart before it learns its
    /// language.
    package static func hiddenSize(characters: Int) -> Int { characters < 100_000 ? 128 : 256 }

    /// Batches, windows and the learning rate.
    ///
    /// Measured on a megabyte. In 1.2 million characters of training, 128 units: batches of 32 × 64 at a rate of 0.003 came
    /// to 2.31 nats a character, 16 × 32 at 0.003 to 2.05, at 0.006 to 1.91: in a short time many small steps win. In 6.3
    /// million, 256 units, 32 × 64: 1.54 at 0.003, 1.51 at 0.006. Two layers of them came to 1.53 at 0.004 in 2.3 million.
    package static func choose(isLong: Bool, hiddenSize: Int, layers: Int, to options: inout TrainingOptions) {
        (options.batchSize, options.window) = isLong ? longShape : shortShape
        let units = hiddenSize * layers
        options.learningRate =
            units <= 256 ? learningRates.small : units <= 512 && isLong ? learningRates.long : learningRates.other
    }

    /// What is hidden each time, so that a text which is read many times is not learned by heart.
    ///
    /// Measured on a megabyte in 24 epochs, two layers of 256: dropout 0.1 alone came to 1.456 nats a character; 0.2 with
    /// a tenth of layers and weights hidden and windows of 128 to 1.427.
    package static func hide(epochs: Double, in options: inout TrainingOptions) {
        let isRepeated = epochs >= 15
        options.dropout = epochs < 8 ? 0 : isRepeated ? 0.2 : 0.1
        options.layerDropout = isRepeated ? 0.1 : 0
        options.weightDrop = !isRepeated ? 0 : epochs < 100 ? 0.1 : 0.2
        if isRepeated { options.window = 2 * options.window }
    }
}
