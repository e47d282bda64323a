public import Recurrent

/// Which network to train in a given time: as large as it can still learn well, and as the data are worth.
///
/// A network wants to read some four tokens for each of its weights to be better than a smaller one in the same time, and
/// learns the data by heart if they have far fewer tokens than it has weights. Found on a megabyte of English, in 20 and 60
/// seconds: 128 units came to 1.65 nats a character, 256 to 1.60 in 20; 256 and two layers of 256 to the same in 60. In ten
/// minutes two layers of 256 (0.8 weights a token) came to 1.456, two of 384 (1.7) to 1.480.
public struct SizeChoice: Sendable, Equatable {
    /// H.
    public var hiddenSize: Int
    /// L.
    public var layers: Int
    /// The tokens that it will have learned in the time, repeats included, as far as can be told.
    public var tokens: Double

    private static let tokensPerWeight = 4.0
    private static let weightsPerToken = 1.2
    private static let sizes = [(1, 32), (1, 64), (1, 128), (1, 256), (2, 256), (2, 384), (2, 512), (2, 768)]

    /// Chooses a size.
    ///
    /// - Parameters:
    ///   - probe: The shape whose speed is known; the choice differs from it in H and L only.
    ///   - tokensPerSecond: How fast that is learned.
    ///   - seconds: The time there is.
    ///   - dataTokens: The length of the training data.
    ///   - hiddenSize: H, where it is given.
    ///   - layers: L, where it is given.
    public init(
        _ probe: NetworkConfiguration, tokensPerSecond: Double, seconds: Double, dataTokens: Int,
        hiddenSize: Int? = nil, layers: Int? = nil
    ) {
        // The time that learning takes is that of its products: two for each weight and token forward, four backward.
        let weightsPerSecond = tokensPerSecond * Self.work(probe)
        let last = Self.sizes.indices.last { index in
            let shape = Self.shape(probe, index, hiddenSize, layers)
            let weights = Double(Self.learned(shape))
            let tokens = weightsPerSecond / Self.work(shape) * seconds
            return tokens >= Self.tokensPerWeight * weights && weights <= Self.weightsPerToken * Double(dataTokens)
        }
        let shape = Self.shape(probe, last ?? 0, hiddenSize, layers)
        self.hiddenSize = shape.hiddenSize
        self.layers = shape.layers
        tokens = weightsPerSecond / Self.work(shape) * seconds
    }

    private static func shape(
        _ probe: NetworkConfiguration, _ index: Int, _ hiddenSize: Int?, _ layers: Int?
    ) -> NetworkConfiguration {
        var shape = probe
        shape.layers = layers ?? sizes[index].0
        shape.hiddenSize = hiddenSize ?? sizes[index].1
        if shape.tiesEmbedding { shape.embeddingSize = shape.hiddenSize }
        return shape
    }

    /// The weights that have to be learned from all tokens: those of a table of vectors belong to one of many tokens each.
    private static func learned(_ shape: NetworkConfiguration) -> Int {
        guard let embedding = shape.embeddingSize else { return shape.parameterCount }
        var bare = shape
        (bare.inputSizes, bare.outputSize, bare.tiesEmbedding) = ([1], 1, false)
        return bare.parameterCount - embedding - shape.hiddenSize - 1
    }

    /// The weights that a token is multiplied with; one-hot inputs only select theirs.
    private static func work(_ shape: NetworkConfiguration) -> Double {
        let selected = shape.embeddingSize == nil ? shape.inputSizes.reduce(0, +) : 0
        var bare = shape
        (bare.inputSizes, bare.tiesEmbedding) = ([1], false)
        let gates = Double(bare.parameterCount)
        // A gather still costs something beside the products.
        return gates + Double(min(selected, 16))
    }
}
