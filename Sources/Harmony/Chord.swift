/// A chord of a chart: a root, what stands on it, and the bass under it.
public struct Chord: Hashable, Sendable {
    /// The root's spelled name; C for "no chord".
    public var rootName: NoteName
    /// The basic chord.
    public var quality: ChordQuality
    /// The notes added to or altered in the basic chord.
    public var tensions: Tensions
    /// The bass of a slash chord; nil when it is the root.
    public var bassName: NoteName?

    /// A chord from its parts.
    public init(rootName: NoteName, quality: ChordQuality, tensions: Tensions = [], bassName: NoteName? = nil) {
        self.rootName = rootName
        self.quality = quality
        self.tensions = tensions
        self.bassName = bassName
    }

    /// "N.C.": nobody plays harmony.
    public static let noChord = Chord(rootName: NoteName(letter: 0, accidental: 0), quality: .none)

    /// Whether this is "N.C.".
    public var isNoChord: Bool { quality == .none }

    /// The root's pitch class, 0…11 (0 for "N.C.").
    public var root: Int { rootName.pitchClass }

    /// The pitch class the bass plays on the chord's first beat, 0…11.
    public var bass: Int { (bassName ?? rootName).pitchClass }

    /// The coarse class of the chord.
    public var family: ChordFamily { quality.family }

    /// The basic chord's intervals above the root in semitones, root first; a lowered fifth is applied.
    public var intervals: [Int] {
        tensions.contains(.flatFive) ? quality.intervals.map { $0 == 7 ? 6 : $0 } : quality.intervals
    }

    /// The basic chord as intervals 0…11 above the root.
    public var relativeTones: PitchClassSet { PitchClassSet(intervals) }

    /// The basic chord as pitch classes.
    public var tones: PitchClassSet { relativeTones.transposed(by: root) }

    /// The interval of the third above the root, or of the note that stands for it; nil without one.
    public var third: Int? { intervals.first { (2...5).contains($0) } }

    /// The interval of the fifth above the root: 6, 7 or 8; nil without one.
    public var fifth: Int? { intervals.first { (6...8).contains($0) } }

    /// The interval of the seventh above the root, or of the sixth that stands for it; nil in a triad.
    public var seventh: Int? { intervals.first { $0 >= 9 } }

    /// The pitch classes that tell the chord from others: third and seventh; in a triad third and fifth.
    public var guideTones: PitchClassSet {
        PitchClassSet([third, seventh ?? fifth].compactMap { $0 }.map { $0 + root })
    }

    /// The chord `semitones` higher, spelled for `key` (the key of the result) or as lead sheets usually do.
    public func transposed(by semitones: Int, in key: Key? = nil) -> Chord {
        guard !isNoChord else { return self }
        let leading = family == .diminished || family == .halfDiminished
        func name(_ pitch: Int, leading: Bool) -> NoteName {
            key?.spelling(of: pitch, leading: leading) ?? .usual(pitch)
        }
        var result = self
        result.rootName = name(root + semitones, leading: leading)
        result.bassName = bassName.map { name($0.pitchClass + semitones, leading: false) }
        return result
    }
}

extension Chord: CustomStringConvertible {
    /// The chord's symbol.
    public var description: String { symbol }
}
