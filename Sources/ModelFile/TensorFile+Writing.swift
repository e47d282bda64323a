import Files

extension TensorFile {
    /// Encodes tensors and metadata; equal content gives equal bytes.
    ///
    /// - Parameter type: how the numbers are stored; with other types than F32 and F64 they are rounded to the nearest.
    /// - Throws: `ModelFileError.cannotEncode`.
    public func encoded(as type: ElementType = .float32) throws(ModelFileError) -> [UInt8] {
        let header = try header(type)
        let dataSize = tensors.reduce(0) { $0 + $1.values.count * type.size }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + header.count + dataSize)
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: UInt64(header.count) >> UInt64(shift)))
        }
        bytes += header
        for tensor in tensors { type.encode(tensor.values, into: &bytes) }
        return bytes
    }

    /// Writes the file atomically; see `AtomicFile`.
    ///
    /// - Throws: `ModelFileError.cannotEncode` or `.cannotWrite`.
    public func write(to path: String, as type: ElementType = .float32) throws(ModelFileError) {
        let bytes = try encoded(as: type)
        do {
            try AtomicFile.write(bytes, to: path)
        } catch {
            throw .cannotWrite(error)
        }
    }

    private func header(_ type: ElementType) throws(ModelFileError) -> [UInt8] {
        var names: Set<String> = []
        for tensor in tensors {
            guard tensor.name != Self.metadataKey else { throw .cannotEncode(flaw: .reservedName(tensor.name)) }
            guard names.insert(tensor.name).inserted else { throw .cannotEncode(flaw: .duplicateKey(tensor.name)) }
            guard let count = TensorHeader.elementCount(tensor.shape) else {
                throw .cannotEncode(flaw: .shapeOverflow(tensor: tensor.name))
            }
            guard count == tensor.values.count else {
                throw .cannotEncode(
                    flaw: .valueCount(tensor: tensor.name, found: tensor.values.count, expected: count))
            }
            try checkRange(tensor, type)
        }
        var writer = JSONWriter()
        writer.object { writer in
            if !metadata.isEmpty {
                writer.key(Self.metadataKey)
                writer.object { writer in
                    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
                        writer.key(key)
                        writer.string(value)
                    }
                }
            }
            var start = 0
            for tensor in tensors {
                let end = start + tensor.values.count * type.size
                writer.key(tensor.name)
                writer.object { writer in
                    writer.key("dtype")
                    writer.string(type.rawValue)
                    writer.key("shape")
                    writer.array { writer in
                        for dimension in tensor.shape { writer.integer(dimension) }
                    }
                    writer.key("data_offsets")
                    writer.array { writer in
                        writer.integer(start)
                        writer.integer(end)
                    }
                }
                start = end
            }
        }
        var header = Array(writer.text.utf8)
        // Spaces bring the data to a multiple of eight bytes, so that other programs can map the file.
        header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        guard header.count <= Self.longestHeader else {
            throw .cannotEncode(flaw: .headerTooLong(length: UInt64(header.count), limit: Self.longestHeader))
        }
        return header
    }

    /// Refuses finite values that the smaller types would turn into infinity.
    private func checkRange(_ tensor: NamedTensor, _ type: ElementType) throws(ModelFileError) {
        let infinity: Float
        switch type {
        case .float32, .float64: return
        case .float16: infinity = 65520
        case .bfloat16: infinity = Float(bitPattern: 0x7F7F_8000)
        }
        if let index = tensor.values.firstIndex(where: { $0.magnitude >= infinity && $0.isFinite }) {
            throw .cannotEncode(
                flaw: .overflow(
                    tensor: tensor.name, index: index, value: tensor.values[index], type: type.rawValue))
        }
    }
}
