internal import Numerics

/// Dropout: what is zeroed while the network learns, so that it does not learn by heart.
///
/// Which numbers are zeroed is decided by a hash of their place alone (seed, update, layer, step, row, unit): the same
/// whatever thread computes them. Those that stay are divided by 1 − rate, so that generating needs no correction.
public struct Regularization: Sendable, Equatable {
    /// The fraction of the top layer's outputs that is zeroed, drawn anew for every step (Srivastava et al. 2014; for
    /// recurrent networks Zaremba et al. 2014).
    public var outputDropout: Double
    /// The fraction of the units between two layers that is zeroed, the same ones for all steps of a window: locked, or
    /// variational, dropout (Gal and Ghahramani 2016).
    public var layerDropout: Double
    /// The fraction of the recurrent weights that is zeroed for a window (DropConnect; Merity, Keskar, Socher 2018).
    public var weightDrop: Double
    /// With `step`, decides what is dropped.
    public var seed: UInt64
    /// The number of the update.
    public var step: Int
    /// The row of the whole batch that is the first of this one: a shard drops what it would as part of the batch.
    package var firstRow = 0

    /// Nothing is dropped unless asked for.
    ///
    /// - Precondition: 0 ≤ rate < 1 for all three.
    public init(
        outputDropout: Double = 0, layerDropout: Double = 0, weightDrop: Double = 0, seed: UInt64 = 0, step: Int = 0
    ) {
        for rate in [outputDropout, layerDropout, weightDrop] {
            precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
        }
        self.outputDropout = outputDropout
        self.layerDropout = layerDropout
        self.weightDrop = weightDrop
        self.seed = seed
        self.step = step
    }

    /// Where numbers may be dropped.
    enum Site {
        case output(step: Int, row: Int)
        case layer(Int, row: Int)
        case weights(layer: Int, row: Int)
    }

    func rate(_ site: Site) -> Double {
        switch site {
        case .output: outputDropout
        case .layer: layerDropout
        case .weights: weightDrop
        }
    }

    /// The key of the hash for the numbers of one row in some place.
    func key(_ site: Site) -> UInt32 {
        let (kind, first, second) =
            switch site {
            case .output(let step, let row): (UInt64(1), step, row + firstRow)
            case .layer(let layer, let row): (UInt64(2), layer, row + firstRow)
            case .weights(let layer, let row): (UInt64(3), layer, row)
            }
        var key = Self.hash(seed &+ SplitMix64.increment &* UInt64(truncatingIfNeeded: step &+ 1))
        key = Self.hash(key ^ kind << 60 ^ UInt64(truncatingIfNeeded: first) << 32 ^ UInt64(truncatingIfNeeded: second))
        return UInt32(truncatingIfNeeded: key >> 32)
    }

    private static func hash(_ value: UInt64) -> UInt64 { SplitMix64.mixed(value &+ SplitMix64.increment) }
}

extension Kernels {
    /// `target` becomes `count` numbers of `source` with some of them zeroed.
    func drop(_ count: Int, _ site: Regularization.Site, _ rule: Regularization, _ source: View, to target: View) {
        let rate = rule.rate(site)
        // Computed the same way on every machine: products and sums of doubles only.
        let threshold = UInt32(rate * 4_294_967_296)
        dropped(count, key: rule.key(site), threshold: threshold, kept: Float(1 / (1 - rate)), source, to: target)
    }
}
