/// The shape of a network: which cell, how wide, how deep, and what it reads and writes.
///
/// The input of a step is K small integers, one a *field*, each field with a vocabulary of its own. Text has one
/// field. With `embeddingSize` nil the fields enter as one-hot vectors, one after the other; otherwise each id has a
/// learned vector of E numbers, and the fields' vectors are added.
public struct NetworkConfiguration: Codable, Sendable, Equatable {
    /// The cell all layers are made of.
    public var cell: CellKind
    /// The vocabulary size of each of the K input fields.
    public var inputSizes: [Int]
    /// E, or nil for one-hot input.
    public var embeddingSize: Int?
    /// H, the width of each layer.
    public var hiddenSize: Int
    /// L, the number of layers.
    public var layers: Int
    /// V, the number of symbols the softmax chooses from.
    public var outputSize: Int
    /// Absent rather than false, so that what was encoded before there were tied weights is still read.
    private var tied: Bool?

    /// Whether the vectors that ids are read as are also the weights that their scores are made with (Press & Wolf 2017,
    /// arXiv:1608.05859). Then there is one field, V = its size and E = H.
    public var tiesEmbedding: Bool {
        get { tied == true }
        set { tied = newValue ? true : nil }
    }

    public init(
        cell: CellKind = .lstm, inputSizes: [Int], embeddingSize: Int? = nil, hiddenSize: Int, layers: Int = 1,
        outputSize: Int, tiesEmbedding: Bool = false
    ) {
        tied = tiesEmbedding ? true : nil
        self.cell = cell
        self.inputSizes = inputSizes
        self.embeddingSize = embeddingSize
        self.hiddenSize = hiddenSize
        self.layers = layers
        self.outputSize = outputSize
    }

    /// The hidden sizes that a network may have.
    public static let hiddenSizes = 1...16_384
    /// The numbers of layers that it may have.
    public static let layerCounts = 1...64
    /// The most parameters a network may have (1 GiB of them).
    public static let parameterLimit = 1 << 28

    /// Checks every size, and their product, before anything is allocated.
    /// - Throws: `NetworkError.size` or `.tooManyParameters`.
    public func validate() throws(NetworkError) {
        func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(NetworkError) {
            guard allowed.contains(value) else {
                throw NetworkError.size(name: name, found: value, allowed: allowed)
            }
        }
        try check("number of input fields", inputSizes.count, 1...64)
        for (index, size) in inputSizes.enumerated() {
            try check("size of input field \(index)", size, 1...1_000_000)
        }
        if let embeddingSize { try check("embedding size", embeddingSize, 1...16_384) }
        try check("hidden size", hiddenSize, Self.hiddenSizes)
        try check("number of layers", layers, Self.layerCounts)
        if tiesEmbedding {
            try check("number of input fields of tied weights", inputSizes.count, 1...1)
            try check("size of the input of tied weights", inputSizes[0], outputSize...outputSize)
            try check("embedding size of tied weights", embeddingSize ?? 0, hiddenSize...hiddenSize)
        }
        try check("output size", outputSize, 1...1_000_000)
        // The bounds above keep this sum far from overflow.
        let count = tensorShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
        guard count <= Self.parameterLimit else {
            throw .tooManyParameters(found: count, allowed: Self.parameterLimit)
        }
    }

    /// ΣV, the width of the one-hot input.
    var inputWidth: Int { inputSizes.reduce(0, +) }

    /// Where each field begins among the ΣV entries.
    var fieldStarts: [Int32] {
        var start: Int32 = 0
        return inputSizes.map { size in
            defer { start += Int32(size) }
            return start
        }
    }

    /// The width of what layer `index` reads.
    func layerInputSize(_ index: Int) -> Int {
        index == 0 ? embeddingSize ?? inputWidth : hiddenSize
    }

    /// The tensor [V, H] that scores are made with.
    package var outputName: String { tiesEmbedding ? "embedding.weight" : "linear.weight" }

    /// Names and shapes of all tensors, in the order they have in `Parameters`.
    var tensorShapes: [(name: String, shape: [Int])] {
        var all: [(name: String, shape: [Int])] = []
        if let embeddingSize { all.append(("embedding.weight", [inputWidth, embeddingSize])) }
        for layer in 0..<layers {
            for tensor in cell.cell.tensorShapes(inputSize: layerInputSize(layer), hiddenSize: hiddenSize) {
                all.append((cell.tensorName(tensor.name, layer: layer), tensor.shape))
            }
        }
        if !tiesEmbedding { all.append((outputName, [outputSize, hiddenSize])) }
        all.append(("linear.bias", [outputSize]))
        return all
    }
}
