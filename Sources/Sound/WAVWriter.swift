package import Files

/// Writes stereo sound as a WAV file that appears complete or not at all.
package struct WAVWriter: ~Copyable {
    /// Sound is handed to the system in pieces of this size.
    private static let chunkBytes = 1 << 16

    private let header: WAVHeader
    private var file: OutputFile
    private var buffer: [UInt8] = []
    /// Frames written so far.
    package private(set) var frames = 0

    /// The frames a WAV file of 16 bits can hold: its sizes are 32 bits.
    package static let maximumFrames = WAVHeader(rate: 44_100).mostFrames

    /// - Throws: ``SoundError/cannotWrite(_:)``, as all of this type's methods.
    package init(path: String, rate: Int) throws(SoundError) {
        do throws(FileWriteError) {
            self.init(file: try OutputFile(path, mustSeek: true), rate: rate)
        } catch {
            throw .cannotWrite(error)
        }
    }

    package init(file: consuming OutputFile, rate: Int) {
        header = WAVHeader(rate: rate)
        self.file = file
        // The sizes are known at the end only; the header is written again then.
        buffer = header.bytes(frames: 0)
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
            try file.write(header.bytes(frames: frames), at: 0)
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
}
