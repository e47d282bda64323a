/// What a style is made of.
public struct StyleTable: Hashable, Sendable {
    /// The name by which it is asked for, in small letters: "new-orleans".
    public var name: String
    /// Words of names on charts that mean it, such as "bossa"; several in a row as "second line".
    public var words: [String]
    /// Words that mean styles the band has not, which are played in this one.
    public var near: [String]
    /// What iReal Pro calls it.
    public var iRealName: String
    /// Quarter notes a minute: slow, medium slow, medium, medium up, up.
    public var tempos: [Double]
    /// How eighths are swung.
    public var eighths: Eighths
    /// How those of the ride cymbal, the piano and the bass are.
    public var ride: Eighths
    /// Whether six beats are twice three.
    public var isInThrees: Bool
    public var bass: Bass
    public var piano: Piano
    public var drums: Drums

    /// The ratio of the long eighth to the short one.
    public enum Eighths: Hashable, Sendable {
        case even
        /// By the tempo, in rising order; one ratio alone holds for all.
        case ratios([Ratio])
        /// As drummers play, by their table.
        case drummer
    }

    public struct Ratio: Hashable, Sendable {
        public var tempo: Double
        public var ratio: Double

        /// A ratio from a tempo on.
        public init(tempo: Double, ratio: Double) {
            self.tempo = tempo
            self.ratio = ratio
        }
    }

    /// What the bass does.
    public struct Bass: Hashable, Sendable {
        public var strikes: Strikes
        /// How likely the last beat of a bar is struck too, in every fourth bar, and in bars of three; nil where never.
        public var pickup: [Double]?
        /// How often the first beat alone, the last too, or all are struck, in most bars and in every fourth; nil where all
        /// that is said by ``strikes`` is.
        public var walks: [[Double]]?
        /// Whether it keeps to roots and fifths.
        public var keepsToFifths: Bool
        /// Whether half a bar is struck long and short, and how often the short one is the note to come.
        public var longShort: Double?
        /// How likely the root is wanted where a chord enters that is foreign to the one before, and where it is not.
        public var roots: [Double]
        /// 1…127.
        public var loudness: Int
        /// Figures by the number of beats; where there are any, they are played instead.
        public var figures: [Int: [Figure]]

        /// The beats that are struck.
        public enum Strikes: String, Hashable, Sendable, CaseIterable {
            case all, two, one
        }
    }

    /// Notes of the bass by rule.
    public struct Figure: Hashable, Sendable {
        /// A sign a slot: R root, 3, 5, 8 octave, n root of the chord to come, a a semitone before it, . held, - silent.
        public var signs: [UInt8]
        public var weight: Double
    }

    /// What the piano does.
    public struct Piano: Hashable, Sendable {
        /// 1…127.
        public var loudness: Int
        /// Of a short chord, in sixteenths of a beat.
        public var length: Int
        /// How often a chord is built of root, third and seventh, at usual and at fast tempos.
        public var shells: [Double]
        /// How often in two hands, wide.
        public var spread: Double
        /// Rhythms by the number of beats.
        public var cells: [Int: [Cell]]
        /// In every other bar.
        public var secondCells: [Int: [Cell]]
        /// At fast tempos.
        public var fastCells: [Int: [Cell]]
    }

    /// A rhythm of the piano and how often it is chosen.
    public struct Cell: Hashable, Sendable {
        /// A sign half a beat: x short, o held, . nothing new.
        public var signs: String
        /// In the middle, the first bar and the last bar of a phrase.
        public var weights: [Double]
    }

    /// What the drums do.
    public struct Drums: Hashable, Sendable {
        public var manner: Manner
        /// Which performances of the drummer's table are listened to.
        public var feel: Feel
        /// The tempos between which it goes over from medium to fast ones; nil where it does not.
        public var fast: [Double]?
        /// From which tempo the hands are lighter.
        public var lightFrom: Double
        public var hasBrushes: Bool
        /// How likely a section ends with a fill, and with a cue.
        public var fills: [Double]
        /// How loud a fill is, as a fraction.
        public var fillLoudness: Double
        /// How loud a cue is.
        public var cue: Int
        /// How likely a section begins with a crash, how loud it is, and the kick under it.
        public var crash: [Double]
        /// How loud cymbal and kick are at the end.
        public var ending: [Int]
        /// The rim's strokes of two bars, and how often the second comes first.
        public var clave: [[Int]]
        public var claveTurned: Double
        /// What each drum plays.
        public var rows: [Row]
        /// The parts of a beat that rows count: 3 or 4.
        public var slots: Int

        public enum Manner: String, Hashable, Sendable, CaseIterable {
            /// Time on the ride cymbal, from the drummer's table.
            case ride
            case brushes
            /// A clave on the rim over even eighths.
            case clave
            /// What stands in the rows.
            case rows
        }

        public enum Feel: String, Hashable, Sendable, CaseIterable {
            case swing, fast, even
        }
    }

    /// A drum's line: one bar or two.
    public struct Row: Hashable, Sendable {
        /// The General MIDI percussion key.
        public var key: Int
        public var name: String
        /// How likely each slot is struck.
        public var chances: [Double]
        /// How loud, for each slot.
        public var loudness: [Int]
    }

    /// The drums that rows may be of, by the names they have there.
    public static let drums: [(name: String, key: Int)] = [
        ("kick", 36), ("snare", 38), ("stick", 37), ("hat", 42), ("open hat", 46), ("foot", 44), ("ride", 51),
        ("bell", 53),
        ("crash", 49), ("high tom", 50), ("middle tom", 47), ("low tom", 43), ("cowbell", 56), ("tambourine", 54),
        ("high conga", 63), ("low conga", 64), ("claves", 75), ("shaker", 70),
    ]
}
