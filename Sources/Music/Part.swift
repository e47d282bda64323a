/// A note as a player plays it.
///
/// Times are whole numbers of one unit, which whoever holds the note names: ticks in a ``Part``, 480 to a quarter note;
/// slots of the ``MetricGrid`` in a line that a network learns or has just invented; a file's own ticks where it is measured.
public struct PartNote: Hashable, Sendable {
    /// When it begins, from the start of the piece.
    public var start: Int
    /// How long it sounds, at least 1.
    public var duration: Int
    /// MIDI pitch, 0…127; 60 is middle C. On the drums the General MIDI percussion key.
    public var pitch: Int
    /// How hard it is played, 1…127.
    public var velocity: Int

    /// A note.
    public init(start: Int, duration: Int, pitch: Int, velocity: Int) {
        self.start = start
        self.duration = duration
        self.pitch = pitch
        self.velocity = velocity
    }

    /// When it stops.
    public var end: Int { start + duration }
}

/// What a part does in the band.
public enum PartRole: String, Hashable, Sendable, CaseIterable {
    case lead, chords, bass, drums

    /// The MIDI channel, 0…15 (musicians count from 1: the drums are on 10).
    public var channel: Int {
        switch self {
        case .lead: 0
        case .chords: 1
        case .bass: 2
        case .drums: 9
        }
    }

    /// The General MIDI program, 0…127: tenor saxophone, grand piano, acoustic bass, jazz kit.
    public var program: Int {
        switch self {
        case .lead: 66
        case .chords: 0
        case .bass, .drums: 32
        }
    }
}

/// What one player plays.
public struct Part: Hashable, Sendable {
    /// The name its track bears.
    public var name: String
    /// What it does in the band.
    public var role: PartRole
    /// The MIDI channel, 0…15.
    public var channel: Int
    /// The General MIDI program, 0…127.
    public var program: Int
    /// The notes in order of onset, then pitch.
    public var notes: [PartNote]
    /// The notes as they were meant, on the grid and before they are swung, as they stand on paper; nil where that is not
    /// known.
    public var written: [PartNote]?
    /// Whether ``written`` was read from paper, so that its note values are to be kept as they are.
    public var isNotated = false

    /// When the sustain pedal is down, in ticks, in order.
    public var pedals: [Range<Int>] = []

    /// A part; name, channel and program are the role's own unless given.
    public init(
        role: PartRole, name: String? = nil, channel: Int? = nil, program: Int? = nil, notes: [PartNote],
        written: [PartNote]? = nil
    ) {
        self.role = role
        self.name = name ?? role.rawValue
        self.channel = channel ?? role.channel
        self.program = program ?? role.program
        self.notes = notes
        self.written = written
    }

    /// The part put in order and cut at `limit`: no note starts before 0 or ends behind the limit, none is played twice
    /// at once, and none sounds into the next one of its own pitch.
    public func tidied(limit: Int) -> Part {
        var result = self
        var kept: [PartNote] = []
        var last = [Int?](repeating: nil, count: 128)
        let inside = notes.filter { $0.start >= 0 && $0.start < limit && (0...127).contains($0.pitch) }
        for var note in inside.sorted(by: Self.precedes) {
            note.duration = max(1, min(note.duration, limit - note.start))
            if let index = last[note.pitch] {
                if kept[index].start == note.start { continue }
                kept[index].duration = min(kept[index].duration, note.start - kept[index].start)
            }
            last[note.pitch] = kept.count
            kept.append(note)
        }
        result.notes = kept
        return result
    }

    /// By onset, pitch, then the louder and the longer first.
    private static func precedes(_ first: PartNote, _ second: PartNote) -> Bool {
        (first.start, first.pitch, -first.velocity, -first.duration)
            < (second.start, second.pitch, -second.velocity, -second.duration)
    }
}
