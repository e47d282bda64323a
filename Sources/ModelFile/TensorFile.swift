/// A tensor with its name; `values` are in row-major order.
public struct NamedTensor: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    public var values: [Float]

    /// A tensor of the given shape; `values` must have one number for each element.
    public init(name: String, shape: [Int], values: [Float]) {
        self.name = name
        self.shape = shape
        self.values = values
    }
}

/// Tensors and metadata as a safetensors file holds them.
///
/// The format (github.com/huggingface/safetensors): the header's length as a little-endian 64-bit integer, the header as
/// JSON, then the tensors' bytes, row-major and little-endian, with neither gaps nor overlaps.
public struct TensorFile: Sendable, Equatable {
    /// The tensors in the order of their bytes in the file.
    public var tensors: [NamedTensor]
    /// Free text by key.
    public var metadata: [String: String]

    /// Collects tensors and metadata to be written.
    public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    /// The tensor of the given name, if there is one; linear in the number of tensors.
    public subscript(name: String) -> NamedTensor? {
        tensors.first { $0.name == name }
    }

    /// The format's own limit to the length of the header.
    static let longestHeader = 100_000_000
    /// The key that stands beside the tensors' names and holds the metadata.
    static let metadataKey = "__metadata__"
}
