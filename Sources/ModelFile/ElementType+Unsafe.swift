extension ElementType {
    /// Decodes `count` little-endian numbers that start at byte `offset`.
    package func decode(_ bytes: [UInt8], at offset: Int, count: Int) -> [Float] {
        precondition(
            offset >= 0 && count >= 0 && count <= (bytes.count - offset) / size,
            "\(count) numbers of \(size) bytes at \(offset) of \(bytes.count) bytes")
        return unsafe [Float](unsafeUninitializedCapacity: count) { values, filled in
            unsafe bytes.withUnsafeBytes { bytes in
                let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count * size])
                switch self {
                case .float32:
                    for index in 0..<count {
                        let bits = unsafe source.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
                        unsafe values[index] = Float(bitPattern: UInt32(littleEndian: bits))
                    }
                case .float16:
                    for index in 0..<count {
                        let bits = unsafe source.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
                        unsafe values[index] = Float(binary16: UInt16(littleEndian: bits))
                    }
                case .bfloat16:
                    for index in 0..<count {
                        let bits = unsafe source.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
                        unsafe values[index] = Float(bfloat16: UInt16(littleEndian: bits))
                    }
                case .float64:
                    for index in 0..<count {
                        let bits = unsafe source.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
                        unsafe values[index] = Float(Double(bitPattern: UInt64(littleEndian: bits)))
                    }
                }
            }
            filled = count
        }
    }

    /// Appends `values` to `bytes`, little-endian.
    package func encode(_ values: [Float], into bytes: inout [UInt8]) {
        switch self {
        case .float32: append(values, to: &bytes) { $0.bitPattern.littleEndian }
        case .float16: append(values, to: &bytes) { $0.binary16.littleEndian }
        case .bfloat16: append(values, to: &bytes) { $0.bfloat16.littleEndian }
        case .float64: append(values, to: &bytes) { Double($0).bitPattern.littleEndian }
        }
    }

    @inline(__always)
    private func append<Bits: FixedWidthInteger>(
        _ values: [Float], to bytes: inout [UInt8], _ convert: (Float) -> Bits
    ) {
        // Four thousand at a time: one append each, and no second copy of what is large.
        var chunk: [Bits] = []
        chunk.reserveCapacity(min(values.count, 4096))
        var start = 0
        while start < values.count {
            let end = min(start &+ 4096, values.count)
            chunk.removeAll(keepingCapacity: true)
            for value in values[start..<end] { chunk.append(convert(value)) }
            unsafe chunk.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
            start = end
        }
    }
}
