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
        update(&parameters, gradients: gradients, scale: 1, learningRate: learningRate, pool: nil)
    }

    /// The numbers that all parameters share at one update.
    struct Coefficients {
        /// The share of the new gradient in the running mean.
        var firstShare: Float
        /// The share of its square in the running mean of squares.
        var secondShare: Float
        /// What is kept of the running mean of squares.
        var secondKept: Float
        /// The learning rate, corrected for the mean's start at zero.
        var rate: Float
        /// The same correction for the root of the squares.
        var rootScale: Float
        var epsilon: Float
        /// What the gradients are multiplied by first.
        var gradientScale: Float
    }

    /// Counts an update and prepares it.
    mutating func advance(scale: Float, learningRate: Double) -> Coefficients {
        step += 1
        power1 *= beta1
        power2 *= beta2
        return Coefficients(
            firstShare: Float(1 - beta1), secondShare: Float(1 - beta2), secondKept: Float(beta2),
            rate: Float(learningRate / (1 - power1)), rootScale: Float(1 / (1 - power2).squareRoot()),
            epsilon: Float(epsilon), gradientScale: scale)
    }
}
