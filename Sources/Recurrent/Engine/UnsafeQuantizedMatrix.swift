internal import CKernels

/// A packed matrix in bfloat16 or bytes.
final class QuantizedMatrix: Sendable {
    let format: WeightFormat
    let columns: Int
    /// The rows, rounded up to a whole word.
    let rows: Int
    /// [panel][words of a column][columns]: bit patterns.
    fileprivate let words: Buffer
    /// [panel][columns]: of each column the scale, and 128 times the sum of its weights (a bit pattern).
    fileprivate let scales, offsets: Buffer
    fileprivate var panelWords: Int { rows / (format == .int8 ? 4 : 2) * columns }

    /// From panels of [rows][columns] numbers.
    init(_ source: View, panels: Int, rows count: Int, columns: Int, _ format: WeightFormat) {
        let each = format == .int8 ? 4 : 2
        self.format = format
        self.columns = columns
        rows = (count + each - 1) / each * each
        words = Buffer(count: panels * (rows / each) * columns)
        scales = Buffer(count: panels * columns)
        offsets = Buffer(count: panels * columns)
        for panel in 0..<panels {
            for column in 0..<columns {
                let numbers = (0..<rows).map { row in
                    row < count ? source[(panel * count + row) * columns + column] : 0
                }
                let index = panel * columns + column
                let base = panel * panelWords + column
                if format == .int8 {
                    let (bytes, scale) = Self.bytes(numbers)
                    for row in stride(from: 0, to: rows, by: 4) {
                        var word: UInt32 = 0
                        for part in 0..<4 { word |= UInt32(UInt8(bitPattern: bytes[row + part])) << UInt32(8 * part) }
                        words.view[base + row / 4 * columns] = Float(bitPattern: word)
                    }
                    // The activations' bytes are 127 times too large.
                    scales.view[index] = scale / 127
                    let sum = bytes.reduce(0) { $0 + Int32($1) } * 128
                    offsets.view[index] = Float(bitPattern: UInt32(bitPattern: sum))
                } else {
                    for row in stride(from: 0, to: rows, by: 2) {
                        let word = Self.rounded(numbers[row]) >> 16 | Self.rounded(numbers[row + 1])
                        words.view[base + row / 2 * columns] = Float(bitPattern: word)
                    }
                }
            }
        }
    }

    /// A column as whole numbers times a scale.
    private static func bytes(_ numbers: [Float]) -> (bytes: [Int8], scale: Float) {
        let largest = numbers.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return ([Int8](repeating: 0, count: numbers.count), 0) }
        let scale = largest / 127
        return (numbers.map { Int8(min(127, max(-127, ($0 / scale).rounded()))) }, scale)
    }

    /// The nearest number whose lower sixteen bits are zero, as its bits.
    private static func rounded(_ number: Float) -> UInt32 {
        let bits = number.bitPattern
        guard number.isFinite else { return bits & 0xFFFF_0000 }
        return (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000
    }
}

extension Kernels {
    /// n numbers of −1 … 1 as bytes; four of them to a number of `bytes`.
    func quantize(_ n: Int, _ numbers: View, to bytes: View) {
        unsafe table.pointee.quantize(
            n, numbers.pointer(n),
            UnsafeMutableRawPointer(bytes.pointer((n + 3) / 4)).assumingMemoryBound(to: UInt8.self))
    }

    /// c += a · some groups of some panels, from the numbers or their bytes as the format has it.
    func rowProducts(
        _ m: QuantizedMatrix, panels: Range<Int>, groups: Range<Int>, _ a: View, bytes: View?, to c: View, cPanel: Int
    ) {
        guard !panels.isEmpty else { return }
        let first = groups.lowerBound * 16, width = groups.count * 16
        let length = m.panelWords - first
        func words(_ panel: Int, _ count: Int) -> UnsafeRawPointer {
            unsafe UnsafeRawPointer(
                m.words.view.from(panel * m.panelWords + first).pointer((count - 1) * m.panelWords + length))
        }
        if m.format == .int8 {
            guard let bytes else { preconditionFailure("weights in bytes, but no bytes to multiply them by") }
            let left = unsafe UnsafeRawPointer(bytes.pointer(m.rows / 4)).assumingMemoryBound(to: UInt8.self)
            for (index, panel) in panels.enumerated() {
                let column = panel * m.columns + first
                unsafe table.pointee.row_product_int8(
                    groups.count, m.rows, left, words(panel, 1).assumingMemoryBound(to: Int8.self), m.columns,
                    m.scales.view.from(column).pointer(width),
                    UnsafeRawPointer(m.offsets.view.from(column).pointer(width)).assumingMemoryBound(to: Int32.self),
                    c.from(index * cPanel).pointer(width))
            }
        } else {
            unsafe table.pointee.row_products_bf16(
                panels.count, groups.count, m.rows, a.pointer(m.rows),
                words(panels.lowerBound, panels.count).assumingMemoryBound(to: UInt32.self), m.columns, m.panelWords,
                c.pointer((panels.count - 1) * cPanel + width), cPanel)
        }
    }
}
