/// The head of a WAV file of a given length; of RF64, its form for what 32 bits cannot count, where it is too long.
///
/// Formats: "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft 1991, "WAVE"; EBU Tech 3306
/// v1.1 (2007), "RF64": a chunk `JUNK` keeps the place of `ds64`.
package struct WAVHeader: Equatable, Sendable {
    package var rate: Int
    package var encoding: SampleEncoding
    /// Whether there is room for what RF64 needs, so that the file may grow beyond 4 GiB.
    package var mayGrow: Bool

    package init(rate: Int, encoding: SampleEncoding = .int16, mayGrow: Bool = false) {
        self.rate = rate
        self.encoding = encoding
        self.mayGrow = mayGrow
    }

    /// Bytes of a stereo frame.
    package var frameBytes: Int { 2 * encoding.bytes }
    /// The length of the header.
    package var count: Int { 44 + (mayGrow ? 36 : 0) + (encoding == .float32 ? 14 : 0) }
    /// The most frames.
    package var mostFrames: Int { mayGrow ? 1 << 45 : (Int(UInt32.max) - count) / frameBytes }

    package func bytes(frames: Int) -> [UInt8] {
        let dataBytes = frames * frameBytes
        let isLong = mayGrow && count - 8 + dataBytes > Int(UInt32.max)
        var bytes: [UInt8] = []
        func append(_ text: StaticString) { bytes += Array("\(text)".utf8) }
        func append(_ value: Int, bytes count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        append(isLong ? "RF64" : "RIFF")
        append(isLong ? -1 : count - 8 + dataBytes, bytes: 4)
        append("WAVE")
        if mayGrow {
            append(isLong ? "ds64" : "JUNK")
            append(28, bytes: 4)
            append(isLong ? count - 8 + dataBytes : 0, bytes: 8)
            append(isLong ? dataBytes : 0, bytes: 8)
            append(isLong ? frames : 0, bytes: 8)
            append(0, bytes: 4)
        }
        append("fmt ")
        append(encoding == .float32 ? 18 : 16, bytes: 4)
        append(encoding == .float32 ? 3 : 1, bytes: 2)
        append(2, bytes: 2)  // channels
        append(rate, bytes: 4)
        append(rate * frameBytes, bytes: 4)
        append(frameBytes, bytes: 2)
        append(8 * encoding.bytes, bytes: 2)
        if encoding == .float32 {
            // What is no PCM has an extension, and says its length in frames too.
            append(0, bytes: 2)
            append("fact")
            append(4, bytes: 4)
            append(min(frames, Int(UInt32.max)), bytes: 4)
        }
        append("data")
        append(isLong ? -1 : dataBytes, bytes: 4)
        return bytes
    }
}

/// How a sample is kept.
public enum SampleEncoding: String, Sendable, CaseIterable {
    case int16 = "16"
    case int24 = "24"
    case float32 = "float"

    /// Bytes a sample.
    public var bytes: Int {
        switch self {
        case .int16: 2
        case .int24: 3
        case .float32: 4
        }
    }
}
