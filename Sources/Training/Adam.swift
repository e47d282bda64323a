import Recurrent

/// The Adam optimiser (Kingma and Ba 2015, arXiv:1412.6980) as PyTorch computes it, with all of its state.
public struct Adam: Sendable, Equatable {
    /// How much of the mean of the gradients is kept at an update.
    public let beta1: Double
    /// How much of the mean of their squares is kept at an update.
    public let beta2: Double
    /// What keeps it from dividing by zero.
    public let epsilon: Double
    /// The updates made.
    public internal(set) var step = 0
    /// The running mean of the gradients, one number for each parameter.
    public internal(set) var first: [Float]
    /// The running mean of the squared gradients, one number for each parameter.
    public internal(set) var second: [Float]
    /// beta1ⁿ and beta2ⁿ after n updates, multiplied up because the C library's powers differ between machines.
    private var power1 = 1.0
    private var power2 = 1.0

    /// An optimiser that has seen nothing yet, for `count` parameters.
    public init(count: Int, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        first = [Float](repeating: 0, count: count)
        second = [Float](repeating: 0, count: count)
    }

    /// Moves the parameters against the gradients; linear.
    public mutating func update(_ parameters: inout [Float], gradients: [Float], learningRate: Double) {
        update(&parameters, gradients: gradients, scale: 1, learningRate: learningRate, engine: nil)
    }

    /// Moves the parameters against the gradients × `scale`, with the threads and kernels of an engine.
    mutating func update(
        _ parameters: inout [Float], gradients: [Float], scale: Float, learningRate: Double, engine: NetworkEngine?
    ) {
        count()
        let coefficients = AdamCoefficients(
            oneMinusBeta1: Float(1 - beta1), oneMinusBeta2: Float(1 - beta2), beta2: Float(beta2),
            rate: Float(learningRate / (1 - power1)), rootScale: Float(1 / (1 - power2).squareRoot()),
            epsilon: Float(epsilon), gradientScale: scale)
        (engine?.kernels ?? .chosen).updateByAdam(
            coefficients, parameters: &parameters, gradients: gradients, first: &first, second: &second,
            team: engine?.team, threads: engine?.threads ?? 1)
    }

    /// Counts an update.
    mutating func count() {
        step += 1
        power1 *= beta1
        power2 *= beta2
    }
}
