/// 16-bit stereo sound, looked at in its left channel.
package struct Recording {
    package let left: [Int16]

    /// Raw frames, little-endian.
    package init(raw bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        left = stride(from: 0, to: bytes.count / 4 * 4, by: 4).map { index in
            Int16(truncatingIfNeeded: Int(bytes[index]) | Int(bytes[index + 1]) << 8)
        }
    }

    /// The frames of a WAV file whose header is of 44 bytes.
    package init(wav bytes: [UInt8]) {
        self.init(raw: bytes.dropFirst(44))
    }

    /// The frames at which sound begins after at least 800 frames of silence (or at the very start).
    package var onsets: [Int] {
        var onsets: [Int] = []
        var lastLoud = -1000
        for (frame, sample) in left.enumerated() where abs(Int(sample)) > 40 {
            if frame - lastLoud > 800 { onsets.append(frame) }
            lastLoud = frame
        }
        return onsets
    }

    /// The loudest sample of a range, which is cut to what there is.
    package func peak(_ range: Range<Int>) -> Int {
        left[range.clamped(to: left.indices)].reduce(0) { max($0, abs(Int($1))) }
    }

    package var peak: Int { peak(left.indices) }
}
