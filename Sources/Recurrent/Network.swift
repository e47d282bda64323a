/// A recurrent generator: ids in, logits of what comes next out. What it has learned, that is; `StepEngine` generates
/// with it, `NetworkEngine` trains and measures it.
///
/// Shape letters: B batch, T time, K input fields, H hidden, E embedding, V vocabulary (output), L layers.
///
/// A value: what one owner changes no other sees. The numbers are shared by all copies until one of them changes, so handing a
/// network on costs nothing.
public struct Network: Sendable {
    /// The shape.
    public let configuration: NetworkConfiguration
    /// What has been learned. Replacing it by one of another layout is a programmer's mistake that the next use traps.
    public var parameters: Parameters

    /// A network that has learned nothing yet; the same generator gives the same numbers on every machine. O(H³).
    /// - Parameter progress: Called now and then with the part that is done, 0…1: a large network takes a while.
    /// - Throws: `NetworkError` where the configuration is out of bounds.
    public init(
        _ configuration: NetworkConfiguration, using generator: inout some RandomNumberGenerator,
        progress: (Double) -> Void = { _ in }
    ) throws(NetworkError) {
        var parameters = try Parameters(configuration)
        parameters.initialize(configuration, using: &generator, progress: progress)
        try self.init(configuration, parameters: parameters)
    }

    /// A network with known parameters.
    /// - Throws: `NetworkError` where the configuration is out of bounds or the parameters are another's.
    public init(_ configuration: NetworkConfiguration, parameters: Parameters) throws(NetworkError) {
        try configuration.validate()
        for (index, tensor) in configuration.layout.enumerated() {
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
    }

    /// The state before anything was read: a⟨0⟩ = 0, c⟨0⟩ = 0.
    public func zeroState(batch: Int) -> NetworkState { NetworkState(configuration, batch: batch) }
}
