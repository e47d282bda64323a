package import Files
internal import Glibc

/// The kinds of sound files that can be written, by how their names end.
public enum SoundFileKind: String, Sendable, CaseIterable {
    case wav, flac, ogg

    /// The kind of a name; nil where it ends otherwise.
    public init?(name: String) {
        let lower = name.lowercased()
        guard let kind = Self.allCases.first(where: { lower.hasSuffix(".\($0.rawValue)") }) else { return nil }
        self = kind
    }
}

/// Writes stereo sound as a WAV, FLAC or Ogg Vorbis file that appears complete or not at all.
package struct SoundFileWriter: ~Copyable {
    /// Sound is handed to the system in pieces of this size.
    private static let chunkBytes = 1 << 16

    private let path: String
    private let header: WAVHeader
    private var file: OutputFile
    private let encoded: EncodedSound?
    private var buffer: [UInt8] = []
    /// Frames written so far.
    package private(set) var frames = 0

    /// The most frames that the file can hold.
    package var mostFrames: Int { encoded == nil ? header.mostFrames : 1 << 40 }

    /// - Throws: ``SoundError/cannotWrite(_:)``, as all of this type's methods; and `libraryMissing`, `cannotEncode`.
    package init(
        path: String, kind: SoundFileKind = .wav, rate: Int, encoding: SampleEncoding = .int16
    ) throws(SoundError) {
        var opened = try Self.opened(path)
        var encoded: EncodedSound?
        if kind != .wav {
            encoded = try EncodedSound(
                descriptor: try Self.descriptor(&opened), kind: kind, rate: rate, encoding: encoding)
        }
        self.encoded = encoded
        self.path = path
        header = WAVHeader(rate: rate, encoding: encoding)
        file = opened
        // The sizes are known at the end only; the header is written again then.
        if kind == .wav { buffer = header.bytes(frames: 0) }
        buffer.reserveCapacity(Self.chunkBytes + 2048)
    }

    private static func opened(_ path: String) throws(SoundError) -> OutputFile {
        do throws(FileWriteError) { return try OutputFile(path, mustSeek: true) } catch { throw .cannotWrite(error) }
    }

    private static func descriptor(_ file: inout OutputFile) throws(SoundError) -> Int32 {
        var descriptor: Int32 = -1
        do throws(FileWriteError) {
            try file.write(by: { number in
                descriptor = number
                return 0
            })
        } catch {
            throw .cannotWrite(error)
        }
        return descriptor
    }

    /// Appends frames, left and right alternating; 1 is full scale, and what lies beyond is cut off there.
    ///
    /// - Precondition: the file stays within ``mostFrames``.
    package mutating func append(_ samples: [Float]) throws(SoundError) {
        frames += samples.count / 2
        precondition(frames <= mostFrames, "\(frames) frames do not fit the file")
        if let encoded {
            guard encoded.append(samples) else { throw .cannotWrite(.init(path: path, code: ENOSPC)) }
            return
        }
        if header.encoding == .int16 { put16(samples) } else { for sample in samples { put(sample) } }
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    /// A sample of 16 bits.
    package static func int16(_ sample: Float) -> Int16 {
        let value = Double(min(max(sample * 32767, -32767), 32767))
        // To the nearest, halves away from zero, exactly: a half more than a `Float` is a `Double`. Without a call, which
        // `rounded()` is on machines of the least sort that is built for.
        return Int16(value + (value < 0 ? -0.5 : 0.5))
    }

    /// What is written mostly, in one go.
    private mutating func put16(_ samples: [Float]) {
        var place = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 2 * samples.count))
        for sample in samples {
            let bits = UInt16(bitPattern: Self.int16(sample))
            buffer[place] = UInt8(truncatingIfNeeded: bits)
            buffer[place + 1] = UInt8(truncatingIfNeeded: bits >> 8)
            place += 2
        }
    }

    /// By rounding, without dither: silence stays silence, and two renderings are the same bytes.
    private mutating func put(_ sample: Float) {
        let bits: UInt32
        switch header.encoding {
        case .int16: bits = UInt32(truncatingIfNeeded: Int32(Self.int16(sample)))
        case .int24:
            bits = UInt32(truncatingIfNeeded: Int32(min(max((sample * 8_388_607).rounded(), -8_388_607), 8_388_607)))
        case .float32: bits = sample.bitPattern
        }
        for byte in 0..<header.encoding.bytes { buffer.append(UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte))) }
    }

    /// Completes the file and gives it its name.
    package consuming func finish() throws(SoundError) {
        if let encoded {
            guard encoded.close() else { throw .cannotWrite(.init(path: path, code: ENOSPC)) }
        } else {
            try flush()
        }
        do throws(FileWriteError) {
            if encoded == nil { try file.write(header.bytes(frames: frames), at: 0) }
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
