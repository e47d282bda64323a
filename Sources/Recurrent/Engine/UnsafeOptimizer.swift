internal import CKernels

/// The numbers that all parameters share at one update of Adam (Kingma and Ba 2015, arXiv:1412.6980).
package struct AdamCoefficients: Sendable {
    /// The fraction of the new gradient in the running mean.
    package var oneMinusBeta1: Float
    /// The fraction of its square in the running mean of squares.
    package var oneMinusBeta2: Float
    /// What is kept of the running mean of squares.
    package var beta2: Float
    /// The learning rate, corrected for the mean's start at zero.
    package var rate: Float
    /// The same correction for the root of the squares.
    package var rootScale: Float
    package var epsilon: Float
    /// What the gradients are multiplied by first.
    package var gradientScale: Float

    package init(
        oneMinusBeta1: Float, oneMinusBeta2: Float, beta2: Float, rate: Float, rootScale: Float, epsilon: Float,
        gradientScale: Float
    ) {
        self.oneMinusBeta1 = oneMinusBeta1
        self.oneMinusBeta2 = oneMinusBeta2
        self.beta2 = beta2
        self.rate = rate
        self.rootScale = rootScale
        self.epsilon = epsilon
        self.gradientScale = gradientScale
    }
}

extension Kernels {
    /// Sums over an array are taken piece by piece, so that they come out the same whichever thread takes which.
    private static let piece = 16_384

    /// Moves parameters against gradients; all four arrays have the same length.
    package func updateByAdam(
        _ c: AdamCoefficients, parameters: inout [Float], gradients: [Float], first: inout [Float],
        second: inout [Float], team: WorkerTeam?, threads: Int = .max
    ) {
        let count = parameters.count
        precondition(
            gradients.count == count && first.count == count && second.count == count,
            "\(count) parameters, \(gradients.count) gradients, \(first.count) and \(second.count) means")
        View.of(&parameters) { parameters in
            View.reading(gradients) { gradients in
                View.of(&first) { first in
                    View.of(&second) { second in
                        let work = { @Sendable (worker: Worker) in
                            let range = worker.slice(of: count)
                            adam(
                                range.count, c, parameters.from(range.lowerBound), gradients.from(range.lowerBound),
                                first.from(range.lowerBound), second.from(range.lowerBound))
                        }
                        if let team { team.run(threads: threads, work) } else { flushingDenormals { work(.alone) } }
                    }
                }
            }
        }
    }

    /// The Euclidean length of a gradient.
    package func norm(_ gradients: [Float], team: WorkerTeam, threads: Int = .max) -> Double {
        let pieces = (gradients.count + Self.piece - 1) / Self.piece
        let squares = DoubleBuffer(count: pieces)
        View.reading(gradients) { gradients in
            team.run(threads: threads) { worker in
                for piece in worker.slice(of: pieces) {
                    let start = piece * Self.piece
                    squares[piece] = self.squares(min(Self.piece, gradients.count - start), gradients.from(start))
                }
            }
        }
        return (0..<pieces).reduce(0) { $0 + squares[$1] }.squareRoot()
    }

    private func adam(
        _ n: Int, _ c: AdamCoefficients, _ parameters: View, _ gradients: View, _ first: View, _ second: View
    ) {
        var shared = ck_adam(
            one_minus_beta1: c.oneMinusBeta1, one_minus_beta2: c.oneMinusBeta2, beta2: c.beta2, rate: c.rate,
            root_scale: c.rootScale, epsilon: c.epsilon, gradient_scale: c.gradientScale)
        unsafe table.pointee.adam(
            n, &shared, parameters.pointer(n), gradients.pointer(n), first.pointer(n), second.pointer(n))
    }
}

extension [Float] {
    /// Adds some of these numbers to others, at the same places unless `start` says where the first goes.
    package func add(_ range: Range<Int>, to others: inout [Float], at start: Int? = nil) {
        let start = start ?? range.lowerBound
        View.reading(self) { numbers in
            View.of(&others) { others in
                // The lengths are checked here once, so that the loop is free of it.
                let from = unsafe numbers.from(range.lowerBound).pointer(range.count)
                let to = unsafe others.from(start).pointer(range.count)
                for index in 0..<range.count { unsafe to[index] += from[index] }
            }
        }
    }
}
