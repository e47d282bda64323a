public import Harmony

/// A piece as it stands on paper: parts in bars of note values, with chord symbols over them.
///
///     let score = WrittenScore(piece, style: .swing)
///     let text = MusicXMLWriter.text(of: score)
///
/// Times within a bar are counted in ``divisions`` of a quarter note.
public struct WrittenScore: Hashable, Sendable {
    /// Divisions of a quarter note: all note values down to a thirty-second triplet are whole numbers of them.
    public static let divisions = 24

    /// The title; empty when there is none.
    public var title: String
    /// The key in which it sounds.
    public var key: Key
    /// The time signature, of all bars that have none of their own.
    public var meter: Meter
    /// Quarter notes a minute.
    public var tempo: Double
    /// The style as it stands over the first bar.
    public var style: String
    /// The ratio of the long eighth to the short one where pairs of eighths are swung; nil where they are even.
    public var swing: Double?
    /// The chords and sections of every bar, as they sound.
    public var bars: [ChartBar]
    /// The parts, from the top staff down; each has a measure for every bar.
    public var parts: [ScorePart]
    /// How it was made; kept in the file, not shown.
    public var remarks: [String]

    /// A score.
    public init(
        title: String, key: Key, meter: Meter, tempo: Double, style: String, swing: Double?, bars: [ChartBar],
        parts: [ScorePart], remarks: [String] = []
    ) {
        precondition(parts.allSatisfy { $0.measures.count == bars.count }, "a part without a measure for every bar")
        self.title = title
        self.key = key
        self.meter = meter
        self.tempo = tempo
        self.style = style
        self.swing = swing
        self.bars = bars
        self.parts = parts
        self.remarks = remarks
    }

    /// The metre of a bar.
    func meter(of bar: Int) -> Meter { bars[bar].meter ?? meter }
}

/// A part of a score: one staff, or a keyboard's two.
public struct ScorePart: Hashable, Sendable {
    /// The name before the staff.
    public var name: String
    /// The General MIDI program, 0…127.
    public var program: Int
    /// The MIDI channel, 0…15.
    public var channel: Int
    /// Whether its notes are the drums of a kit, pitches being General MIDI percussion keys.
    public var isDrums: Bool
    /// The clef.
    public var clef: Clef
    /// The clef of a second staff below, on which each measure's second voice stands; nil for a part of one staff.
    public var lowerClef: Clef?
    /// How far it is written above its sound.
    public var transposition: Transposition
    /// Whether chord symbols stand over it.
    public var hasChords: Bool
    /// Whether slashes stand in place of notes, a pulse each: play over the chords.
    public var isSlashed = false
    /// One for each bar.
    public var measures: [ScoreMeasure]

    /// A part.
    public init(
        name: String, program: Int, channel: Int, isDrums: Bool = false, clef: Clef = .treble, lowerClef: Clef? = nil,
        transposition: Transposition = .concert, hasChords: Bool = false, measures: [ScoreMeasure]
    ) {
        self.name = name
        self.program = program
        self.channel = channel
        self.isDrums = isDrums
        self.clef = clef
        self.lowerClef = lowerClef
        self.transposition = transposition
        self.hasChords = hasChords
        self.measures = measures
    }
}

/// What stands at the beginning of a staff.
public enum Clef: Hashable, Sendable {
    case treble, trebleOctaveBelow, bass, bassOctaveBelow, percussion
}

/// A bar of a part.
public struct ScoreMeasure: Hashable, Sendable {
    /// Each fills the bar: one voice, or two on the drums' staff and on those of a keyboard.
    public var voices: [[ScoreEvent]]
}

/// Notes struck together, or a rest, of one note value.
public struct ScoreEvent: Hashable, Sendable {
    /// From the start of the bar, in divisions.
    public var start: Int
    /// In divisions.
    public var duration: Int
    /// How it is written; nil for a rest of a whole bar.
    public var value: NoteValue?
    /// Empty for a rest.
    public var notes: [ScoreNote]
    /// Whether a tuplet begins or ends here.
    public var tupletEdge: TupletEdge = .none
    /// From the eighths' beam to the shortest's; empty without one.
    public var beams: [Beam] = []

    /// Where a note stands in a tuplet's bracket.
    public enum TupletEdge: Hashable, Sendable { case none, start, stop }
    /// What a beam does at a note.
    public enum Beam: String, Hashable, Sendable {
        case begin, end
        case goOn = "continue"
        case forwardHook = "forward hook"
        case backwardHook = "backward hook"
    }
}

/// The head of a note.
public struct ScoreNote: Hashable, Sendable {
    /// The pitch as it sounds, 0…127; on the drums the percussion key.
    public var pitch: Int
    /// The name it is written with.
    public var name: NoteName
    /// The octave it is written in, that of middle C being 4.
    public var octave: Int
    /// Whether it goes on in the next note.
    public var isTiedOn = false
    /// Whether the note before goes on in it.
    public var isTiedBack = false
    /// Whether its accidental is written, and not only implied by the key or by a note before it in the bar.
    public var showsAccidental = false
}

/// A note value: a half, a dotted eighth, an eighth of a triplet.
public struct NoteValue: Hashable, Sendable {
    /// From the whole to the thirty-second note, 0…5.
    public var power: Int
    public var isDotted: Bool
    /// Whether three last as long as two.
    public var isTriplet: Bool

    /// In divisions.
    public var duration: Int {
        let plain = (4 * WrittenScore.divisions) >> power
        let dotted = isDotted ? plain * 3 / 2 : plain
        return isTriplet ? dotted * 2 / 3 : dotted
    }

    /// Beams or flags: 0 down to the quarter, 1 for an eighth, …
    public var beams: Int { max(0, power - 2) }

    /// All that are not of a tuplet, the longest first.
    static let plain: [NoteValue] = values(isTriplet: false)
    /// All of a tuplet that are shorter than a quarter note in all, the longest first.
    static let triplet: [NoteValue] = values(isTriplet: true).filter { $0.duration < WrittenScore.divisions }

    private static func values(isTriplet: Bool) -> [NoteValue] {
        // A dotted thirty-second is no whole number of divisions.
        (0...5).flatMap { power in
            (power < 5 ? [true, false] : [false]).map {
                NoteValue(power: power, isDotted: $0, isTriplet: isTriplet)
            }
        }.sorted { $0.duration > $1.duration }
    }
}

/// How far a part is written above its sound.
public struct Transposition: Hashable, Sendable {
    /// Semitones from the sound up to what is written.
    public let semitones: Int
    /// Steps of the staff for these.
    public let steps: Int

    /// As it sounds.
    public static let concert = Transposition(semitones: 0, steps: 0)

    init(semitones: Int, steps: Int) {
        self.semitones = semitones
        self.steps = steps
    }
}
