/// A recurrent generator: ids in, logits of what comes next out.
///
///     var network = try Network(configuration, using: &generator)
///     var state = network.zeroState(batch: 1)
///     var logits: [Float] = []
///     network.step([startToken], state: &state, logits: &logits)
///
/// Shape letters: B batch, T time, K input fields, H hidden, E embedding, V vocabulary (output), L layers.
///
/// Several threads may use one network at once, each with a state and gradients of its own, as long as nobody writes
/// `parameters` meanwhile; by that rule it is `Sendable`.
public final class Network {
    /// The shape.
    public let configuration: NetworkConfiguration
    /// What has been learned. Replacing it by one of another layout is a programmer's mistake that the next use traps.
    public var parameters: Parameters
    private let stack: CellStack<Float>

    /// A network that has learned nothing yet; the same generator gives the same numbers on every machine.
    /// - Throws: `NetworkError` where the configuration is out of bounds.
    public convenience init(
        _ configuration: NetworkConfiguration, using generator: inout some RandomNumberGenerator
    ) throws(NetworkError) {
        var parameters = try Parameters(configuration)
        parameters.initialize(configuration, using: &generator)
        try self.init(configuration, parameters: parameters)
    }

    /// A network with known parameters.
    /// - Throws: `NetworkError` where the configuration is out of bounds or the parameters are another's.
    public init(_ configuration: NetworkConfiguration, parameters: Parameters) throws(NetworkError) {
        try configuration.validate()
        let stack = CellStack<Float>(configuration)
        for (index, tensor) in stack.layout.enumerated() {
            guard index < parameters.layout.count, parameters.layout[index].name == tensor.name else {
                throw .missingTensor(name: tensor.name, shape: tensor.shape)
            }
            guard parameters.layout[index] == tensor else {
                throw .shape(name: tensor.name, found: parameters.layout[index].shape, expected: tensor.shape)
            }
        }
        guard parameters.values.count == configuration.parameterCount else {
            throw .count(name: "parameters", found: parameters.values.count, expected: configuration.parameterCount)
        }
        self.configuration = configuration
        self.parameters = parameters
        self.stack = stack
    }

    /// The state before anything was read: a⟨0⟩ = 0, c⟨0⟩ = 0.
    public func zeroState(batch: Int) -> NetworkState {
        NetworkState(stack: stack.zeroState(batch: batch))
    }

    /// Generating: one step of all B rows of the state.
    ///
    /// A row's result does not depend on the other rows, to the last bit, nor on whether steps are taken one by one or
    /// as a window. After the first step nothing is allocated.
    ///
    /// - Parameters:
    ///   - inputs: B×K ids; a negative one means "nothing". Others must lie in their field's vocabulary.
    ///   - state: that of the B rows; becomes that after the step.
    ///   - logits: B×V; made so if it is not.
    public func step(_ inputs: [Int32], state: inout NetworkState, logits: inout [Float]) {
        flushingDenormals {
            stack.step(inputs, parameters: parameters.values, state: &state.stack, logits: &logits)
        }
    }

    /// Training: T steps forward and back.
    ///
    /// - Parameters:
    ///   - batch: ids must lie in their vocabularies (`SequenceBatch.validate(for:)` tells).
    ///   - state: where the window starts; becomes that after it. No gradient flows back into it.
    ///   - gradients: as many as parameters, in the same order; those of (loss sum × `gradientScale`) are added.
    ///   - dropout: which of the top layer's outputs are hidden; the state is not touched by it.
    /// - Returns: the summed cross-entropy over unmasked targets.
    public func forwardBackward(
        _ batch: SequenceBatch, state: inout NetworkState, gradients: inout [Float], gradientScale: Float,
        dropout: Dropout? = nil
    ) -> BatchLoss {
        flushingDenormals {
            stack.forwardBackward(
                batch, parameters: parameters.values, state: &state.stack, gradients: &gradients, scale: gradientScale,
                dropout: dropout)
        }
    }

    /// The summed cross-entropy over unmasked targets, without gradients.
    public func loss(_ batch: SequenceBatch, state: inout NetworkState) -> BatchLoss {
        flushingDenormals { stack.loss(batch, parameters: parameters.values, state: &state.stack) }
    }
}

extension Network: @unchecked Sendable {}
