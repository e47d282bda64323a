/// Why a file was not read or not written.
///
/// The cases of reading carry the offset of the byte at fault, counted from the start of the file, what was expected
/// there and what was found.
public enum MIDIError: Error, Equatable, Sendable {
    // Opening a file
    case file(path: String, FileProblem)

    // Reading
    /// Neither `MThd` nor a RIFF file of kind `RMID` begins here.
    case notMIDI(offset: Int, found: [UInt8])
    /// The file, or the track, ends inside of something.
    case truncated(offset: Int, part: Part, expected: Int, found: Int)
    /// A length says more bytes than there are.
    case lengthPastEnd(offset: Int, part: Part, expected: Int, found: Int)
    /// The header chunk is shorter than six bytes.
    case headerTooShort(offset: Int, expected: Int, found: Int)
    case unknownFormat(offset: Int, expected: ClosedRange<Int>, found: Int)
    /// Zero ticks a quarter or a frame.
    case zeroDivision(offset: Int, found: Int)
    case unknownFrameRate(offset: Int, expected: [Int], found: Int)
    /// The header promises tracks and there is none.
    case noTracks(offset: Int, expected: Int)
    case tooManyTracks(offset: Int, expected: Int)
    /// A variable-length quantity of more than four bytes.
    case overlongQuantity(offset: Int, part: Part, found: [UInt8])
    /// A data byte where no status byte came before.
    case missingStatus(offset: Int, found: UInt8)
    case tickTooLarge(offset: Int, expected: ClosedRange<Int>, found: Int)
    /// More notes than are read.
    case tooManyNotes(offset: Int, expected: Int)
    /// More texts, tempos, time and key signatures and program changes than are read.
    case tooManyMetaEvents(offset: Int, expected: Int)
    /// A track with more bytes than are read.
    case trackTooLong(offset: Int, expected: Int)

    // Writing
    /// A number that a file cannot hold; `track` and `event` are indices.
    case outOfRange(track: Int?, event: Int?, field: String, expected: ClosedRange<Int>, found: Int)
    /// An end-of-track event among the events; the end is given as the track's `endTick`.
    case strayEndOfTrack(track: Int, event: Int)

    /// What keeps a file from being opened.
    public enum FileProblem: Equatable, Sendable {
        case missing
        case directory
        /// A pipe, a socket or a device, where only files are read.
        case notRegular
        /// Anything else the system says, by its `errno`.
        case unreadable(Int32)
        case tooLarge(expected: Int)
    }

    /// The parts of a file that an error can be in.
    public enum Part: Equatable, Sendable {
        case chunkHeader
        case header
        case chunk(String)
        case deltaTime
        case event
        case message(String)
    }

    /// The offset of the byte at fault, counted from the start of the file; nil for errors of opening and of writing.
    public var offset: Int? {
        switch self {
        case .notMIDI(let offset, _), .truncated(let offset, _, _, _), .lengthPastEnd(let offset, _, _, _),
            .headerTooShort(let offset, _, _), .unknownFormat(let offset, _, _), .zeroDivision(let offset, _),
            .unknownFrameRate(let offset, _, _), .noTracks(let offset, _), .tooManyTracks(let offset, _),
            .overlongQuantity(let offset, _, _), .missingStatus(let offset, _),
            .tickTooLarge(let offset, _, _), .tooManyNotes(let offset, _), .tooManyMetaEvents(let offset, _),
            .trackTooLong(let offset, _):
            offset
        case .file, .outOfRange, .strayEndOfTrack:
            nil
        }
    }
}
