extension MIDIFile {
    /// Reads a Standard MIDI File.
    ///
    /// Programs disagree on files that stray from the specification; this is what is done here. Every refusal names the
    /// offset of the byte at fault.
    ///
    /// **The file**
    /// - A RIFF file of kind `RMID` is read through to the `data` chunk in it; its other chunks are passed over, and so
    ///   is the length in its own header. Anything else that does not begin with `MThd`, a file with something in
    ///   front of `MThd` among them, is refused.
    /// - A header longer than six bytes is read as far as it is known; a shorter one is refused.
    /// - Formats 0, 1 and 2 are read, others refused. A file of format 0 with none or several tracks is read as
    ///   format 1.
    /// - Zero ticks a quarter or a frame are refused, and so are SMPTE rates other than 24, 25, 29 and 30.
    /// - Chunks other than `MTrk` are passed over. A chunk header of less than eight bytes is refused, and so is a
    ///   chunk that is longer than the file.
    /// - Fewer tracks than the header says are accepted if there is one at least; further tracks are read too, up to
    ///   65,535. Once the number of tracks in the header is reached, bytes that make no whole chunk are passed over,
    ///   and a second `MThd` ends the file; what calls itself `MTrk` must be whole even then.
    ///
    /// **A track**
    /// - A missing end-of-track event is accepted: the track ends with its last event, an empty chunk on tick 0. What
    ///   follows the end-of-track event within the chunk is passed over.
    /// - An event that runs past the end of its chunk is refused, even if the file goes on.
    /// - Delta times and lengths of more than four bytes are refused. Leading zeros (80) within the four are accepted:
    ///   the specification does not ask for the shortest form, and there are files that use another.
    /// - Delta times that add up to more than ``maximumTick`` are refused.
    ///
    /// **An event**
    /// - Running status stays in force after meta, system exclusive and system messages. A data byte before any
    ///   status is refused. A data byte above 127 is taken for 127 and counted in ``repairs``.
    /// - Note-ons of velocity 0 are kept as they are; ``notes`` takes them for note-offs.
    /// - System messages F1…F6 and F8…FE, which have no place in a file, are read as the escape event that would send
    ///   them; F1 and F3 have one data byte and F2 two, the others, undefined ones too, none.
    /// - System exclusive messages need not end in F7; further packets are kept as ``Message/escape(_:)``.
    /// - Unknown meta events are kept. Known ones with more data than known are read as far as they are known; those
    ///   with fewer, and key signatures outside of −7…7 or of an unknown mode, are kept as ``Message/meta(type:data:)``
    ///   and have no effect.
    /// - More than ``mostMetaEvents`` texts, tempos, time and key signatures and program changes are refused.
    /// - A tempo of 0 and time signatures over 0 or beyond 128 are kept, and have no effect on ``tempoMap`` and
    ///   ``barMap``.
    ///
    /// O(n) in time and memory: an event takes eight bytes, and at least two bytes of the file, which is kept.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - mostNotes: a file with more is refused.
    /// - Throws: ``MIDIError`` with a byte offset.
    public init(bytes: [UInt8], mostNotes: Int = .max) throws(MIDIError) {
        var budget = ReadingBudget(mostNotes: mostNotes)
        var reader = ByteReader(bytes, 0..<bytes.count)
        if reader.peek(4) == Chunk.riff { reader = try reader.riffData() }

        guard reader.peek(4) == Chunk.header else {
            throw .notMIDI(offset: reader.offset, found: reader.peek(4))
        }
        var header = try reader.chunk()
        guard header.body.remaining >= 6 else {
            throw .headerTooShort(offset: header.body.offset - 4, expected: 6, found: header.body.remaining)
        }
        format = try header.body.format()
        let declared = try header.body.number(2, .header)
        division = try header.body.division()
        tracks = []

        while reader.remaining > 0 {
            let hasAll = tracks.count >= declared
            let name = reader.peek(4)
            if hasAll && (name == Chunk.header || (name != Chunk.track && !reader.isAtWholeChunk)) { break }
            guard tracks.count < 0xFFFF || name != Chunk.track else {
                throw .tooManyTracks(offset: reader.offset, expected: 0xFFFF)
            }
            let chunk = try reader.chunk()
            guard chunk.name == Chunk.track else { continue }
            var track = TrackReader(chunk.body)
            tracks.append(try track.track(&budget))
        }

        guard !tracks.isEmpty || declared == 0 else {
            throw .noTracks(offset: reader.offset, expected: declared)
        }
        if format == .singleTrack && tracks.count != 1 { format = .simultaneous }
        repairs = budget.repairs
    }
}

/// The four letters that begin a chunk.
enum Chunk {
    static let header = Array("MThd".utf8)
    static let track = Array("MTrk".utf8)
    static let riff = Array("RIFF".utf8)
    static let riffMIDI = Array("RMID".utf8)
    static let riffData = Array("data".utf8)
}

extension MIDIFile {
    /// Whether bytes begin as those of a MIDI file do, bare or in a RIFF file.
    package static func isMIDI(_ bytes: [UInt8]) -> Bool {
        let head = bytes.prefix(12)
        return head.starts(with: Chunk.header)
            || (head.starts(with: Chunk.riff) && head.dropFirst(8).starts(with: Chunk.riffMIDI))
    }
}

extension ByteReader {
    /// The next chunk, over which the reader moves on.
    fileprivate mutating func chunk() throws(MIDIError) -> (name: [UInt8], body: ByteReader) {
        guard remaining >= 8 else {
            throw .truncated(offset: offset, part: .chunkHeader, expected: 8, found: remaining)
        }
        let name = Array(try take(4, .chunkHeader))
        let length = try number(4, .chunkHeader)
        guard length <= remaining else {
            throw .lengthPastEnd(
                offset: offset - 4, part: .chunk(MIDIText(bytes: name).printable), expected: length, found: remaining)
        }
        return (name, part(length))
    }

    fileprivate var isAtWholeChunk: Bool {
        var copy = self
        return (try? copy.chunk()) != nil
    }

    fileprivate mutating func format() throws(MIDIError) -> MIDIFile.Format {
        let number = try number(2, .header)
        guard let format = MIDIFile.Format(rawValue: number) else {
            throw .unknownFormat(offset: offset - 2, expected: 0...2, found: number)
        }
        return format
    }

    fileprivate mutating func division() throws(MIDIError) -> Division {
        let word = try number(2, .header)
        let start = offset - 2
        if word < 0x8000 {
            guard word > 0 else { throw .zeroDivision(offset: start, found: word) }
            return .ticksPerQuarter(word)
        }
        guard let rate = Division.FrameRate(rawValue: 256 - word >> 8) else {
            throw .unknownFrameRate(
                offset: start, expected: Division.FrameRate.allCases.map(\.rawValue), found: 256 - word >> 8)
        }
        guard word & 0xFF > 0 else { throw .zeroDivision(offset: start + 1, found: 0) }
        return .smpte(rate: rate, ticksPerFrame: word & 0xFF)
    }

    /// The `data` chunk of a RIFF file of kind RMID (RP-029), whose lengths have the least significant byte first and
    /// whose chunks are padded to even lengths.
    fileprivate func riffData() throws(MIDIError) -> ByteReader {
        var reader = self
        let start = reader.peek(12)
        guard start.suffix(4) == Chunk.riffMIDI[...] && start.count == 12 else {
            throw .notMIDI(offset: offset, found: start)
        }
        _ = try reader.take(12, .chunkHeader)
        while true {
            guard reader.remaining >= 8 else {
                throw .truncated(offset: reader.offset, part: .chunkHeader, expected: 8, found: reader.remaining)
            }
            let name = Array(try reader.take(4, .chunkHeader))
            let length = try reader.take(4, .chunkHeader).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= reader.remaining else {
                throw .lengthPastEnd(
                    offset: reader.offset - 4, part: .chunk(MIDIText(bytes: name).printable), expected: length,
                    found: reader.remaining)
            }
            let body = reader.part(length)
            if name == Chunk.riffData { return body }
            _ = reader.part(length & 1)
        }
    }
}
