internal import Numerics

/// The ``Fingerprint`` of a text, taken eight bytes at a time as stretches of it are read.
struct TextFingerprint {
    private static let word = 8
    private var fingerprint = Fingerprint()
    /// The offset of the first byte that is not in it yet.
    private(set) var offset: Int

    /// The fingerprint of nothing yet, which takes in bytes from an offset on.
    init(from offset: Int) {
        self.offset = offset
    }

    /// Takes in the bytes up to `limit`, but for a last part of a word.
    mutating func advance(_ bytes: UnsafeRawBufferPointer, to limit: Int) {
        precondition(limit <= bytes.count, "bytes up to \(limit) of \(bytes.count)")
        var (fingerprint, offset) = (fingerprint, offset)
        while limit - offset >= Self.word {
            // Eight bytes from the offset lie below the limit, and so within the buffer.
            let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            fingerprint.update(UInt64(littleEndian: word))
            offset += Self.word
        }
        (self.fingerprint, self.offset) = (fingerprint, offset)
    }

    /// Takes in what is left and the length; the fingerprint as 32 hexadecimal digits.
    consuming func finish(_ bytes: UnsafeRawBufferPointer) -> String {
        unsafe advance(bytes, to: bytes.count)
        var rest: UInt64 = 0
        // Fewer than eight bytes, from the offset to the end.
        for index in 0..<bytes.count - offset {
            rest |= unsafe UInt64(bytes[offset + index]) << (8 * UInt64(index))
        }
        fingerprint.update(rest)
        fingerprint.update(UInt64(bytes.count))
        return fingerprint.hex
    }
}
