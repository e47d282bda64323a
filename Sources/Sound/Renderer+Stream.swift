package import MIDI

extension Renderer {
    /// Renders a piece of so many frames, and hands them on as they come: stereo, 16 bits, the lower byte first, as a WAV file
    /// has them.
    ///
    /// - Parameters:
    ///   - frames: The length; what rings on longer is cut off, and silence follows what does not.
    ///   - body: Called with each block; returns whether to go on.
    /// - Throws: ``SoundError`` of a missing library or an unusable sound font.
    package func stream(_ piece: MIDIFile, frames: Int, _ body: ([UInt8]) -> Bool) throws(SoundError) {
        var left = frames
        var isWanted = true
        do throws(SoundError) {
            try run(
                MIDIFileSource(piece), frames: frames, progress: { _ in }, shouldStop: { !isWanted }
            ) { samples throws(SoundError) in
                let count = min(left, samples.count / 2)
                left -= count
                var bytes: [UInt8] = []
                bytes.reserveCapacity(4 * count)
                for sample in samples[..<(2 * count)] {
                    let bits = UInt16(bitPattern: SoundFileWriter.int16(sample))
                    bytes.append(UInt8(truncatingIfNeeded: bits))
                    bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                }
                isWanted = body(bytes)
            }
        } catch {
            guard case .cancelled = error else { throw error }
        }
    }
}
