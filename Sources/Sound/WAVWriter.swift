package import Files

/// Writes 16-bit stereo sound as a WAV file that appears complete or not at all.
///
/// Format: "Multimedia Programming Interface and Data Specifications 1.0", IBM and Microsoft 1991, "WAVE".
package struct WAVWriter: ~Copyable {
    private static let headerBytes = 44
    private static let frameBytes = 4
    /// Sound is handed to the system in pieces of this size.
    private static let chunkBytes = 1 << 16

    private let rate: Int
    private var file: OutputFile
    private var buffer: [UInt8] = []
    /// Frames written so far.
    package private(set) var frames = 0

    /// The frames a WAV file can hold: its sizes are 32 bits.
    package static let maximumFrames = (Int(UInt32.max) - headerBytes) / frameBytes

    /// - Throws: ``SoundError/cannotWrite(_:)``, as all of this type's methods.
    package init(path: String, rate: Int) throws(SoundError) {
        do throws(FileWriteError) {
            self.init(file: try OutputFile(path, mustSeek: true), rate: rate)
        } catch {
            throw .cannotWrite(error)
        }
    }

    package init(file: consuming OutputFile, rate: Int) {
        self.rate = rate
        self.file = file
        // The sizes are known at the end only; the header is written again then.
        buffer = header()
        buffer.reserveCapacity(Self.chunkBytes + 1024)
    }

    /// Appends frames, left and right alternating.
    ///
    /// - Precondition: the file stays within ``maximumFrames``.
    package mutating func append(_ samples: [Int16]) throws(SoundError) {
        frames += samples.count / 2
        precondition(frames <= Self.maximumFrames, "\(frames) frames do not fit a WAV file")
        for sample in samples {
            buffer.append(UInt8(truncatingIfNeeded: sample))
            buffer.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    /// Completes the file and gives it its name.
    package consuming func finish() throws(SoundError) {
        try flush()
        do throws(FileWriteError) {
            try file.write(header(), at: 0)
            try file.commit()
        } catch {
            throw .cannotWrite(error)
        }
    }

    private mutating func flush() throws(SoundError) {
        do throws(FileWriteError) {
            try file.write(buffer)
        } catch {
            throw .cannotWrite(error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func header() -> [UInt8] {
        let dataBytes = frames * Self.frameBytes
        var bytes: [UInt8] = []
        func append(_ text: StaticString) { bytes += Array("\(text)".utf8) }
        func append(_ value: Int, bytes count: Int) {
            for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
        }
        append("RIFF")
        append(Self.headerBytes - 8 + dataBytes, bytes: 4)
        append("WAVEfmt ")
        append(16, bytes: 4)
        append(1, bytes: 2)  // PCM
        append(2, bytes: 2)  // channels
        append(rate, bytes: 4)
        append(rate * Self.frameBytes, bytes: 4)
        append(Self.frameBytes, bytes: 2)
        append(16, bytes: 2)  // bits a sample
        append("data")
        append(dataBytes, bytes: 4)
        return bytes
    }
}
