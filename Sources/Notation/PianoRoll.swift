import Numerics
import Harmony
import JazzCorpus
public import MIDI
import Music
import Terminal

/// What a piano roll shows of a MIDI file: its notes by track, its bars and its chord symbols.
public struct PianoRoll: Sendable, Equatable {
    /// One line of the band.
    public struct Voice: Sendable, Equatable {
        public var name: String
        public var isDrums: Bool
        /// In order of onset.
        public var notes: [Note]
    }

    /// The tracks that sound, in file order; a track that plays on several channels is a voice for each.
    public private(set) var voices: [Voice]
    /// The chord symbols, by tick.
    public private(set) var labels: [Label]
    /// The tick at which every bar shown begins, and the end of the last: one more than there are bars.
    public private(set) var barLines: [Int]
    /// The number of the first bar shown, from 1.
    public private(set) var firstBar = 1
    /// Beats in each bar shown, at least 1.
    public private(set) var beats: [Int]
    /// The bars of the whole file.
    public let barCount: Int
    /// Ticks in a quarter note.
    public let ticksPerQuarter: Int
    /// The tempo at the first bar shown, in quarter notes a minute; nil where the file has no such thing.
    public private(set) var tempo: Double?
    /// The time signature at the first bar shown, such as "4/4".
    public private(set) var meter: String
    /// Notes left out because there are more than any page could hold.
    public private(set) var omittedNotes = 0

    /// The most bars shown; a file may claim more than any page could hold.
    public static let mostBars = 512
    /// The most notes shown.
    public static let mostNotes = 100_000

    /// Reads what is to be shown from `file`; of a file of independent patterns (format 2), the first that sounds.
    ///
    /// - Complexity: O(n log n) in the file's events; never more than ``mostBars`` bars and ``mostNotes`` notes are kept.
    public init(_ file: MIDIFile) {
        let file = file.format == .independent ? file.patterns.first { !$0.notes.isEmpty } ?? file : file
        let end = max(1, file.lengthInTicks)
        let map = file.barMap
        barCount = max(1, map.bars(before: end))
        let shown = min(barCount, Self.mostBars)
        var lines = (0...shown).map(map.tick(ofBar:))
        // A bar that the metre makes no tick long could not be drawn.
        for index in lines.indices.dropFirst() { lines[index] = max(lines[index], lines[index - 1] + 1) }
        barLines = lines
        beats = lines.dropLast().map { max(1, map.signature(atTick: $0).numerator) }
        ticksPerQuarter = file.division.nominalTicksPerQuarter
        tempo = file.tempoMap.beatsPerMinute(atTick: 0)
        let signature = map.signature(atTick: 0)
        meter = "\(signature.numerator)/\(signature.denominator ?? 4)"
        labels = ChordReader.chordLabels(of: file).map { Label(tick: $0.tick, text: $0.chord.symbol) }
        let notes = file.notes.filter { $0.start < lines[lines.count - 1] }
        omittedNotes = max(0, notes.count - Self.mostNotes)
        voices = VoiceReader.voices(of: file, notes: notes.prefix(Self.mostNotes))
        trimLabels()
    }

    /// The roll of some bars, counted from 1; nil where the file has none of them.
    public func showing(bars wanted: ClosedRange<Int>) -> PianoRoll? {
        let low = max(wanted.lowerBound, firstBar)
        let high = min(wanted.upperBound, firstBar + beats.count - 1)
        guard low <= high else { return nil }
        var roll = self
        roll.barLines = Array(barLines[(low - firstBar)...(high - firstBar + 1)])
        roll.beats = Array(beats[(low - firstBar)...(high - firstBar)])
        roll.firstBar = low
        let start = roll.barLines[0]
        let end = roll.barLines[roll.barLines.count - 1]
        for index in roll.voices.indices {
            roll.voices[index].notes.removeAll { $0.start >= end || max($0.end, $0.start + 1) <= start }
        }
        // The chord that was entered before still holds.
        let held = labels.last { $0.tick <= start }
        roll.labels = labels.filter { $0.tick > start && $0.tick < end }
        if var held {
            held.tick = start
            roll.labels.insert(held, at: 0)
        }
        return roll
    }

    /// The roll of the voices whose names hold one of `names`, in any case; nil where there is no such voice.
    ///
    /// A name that is a voice's own, in full, means that voice alone.
    public func showing(voices names: [String]) -> PianoRoll? {
        var roll = self
        var kept: Set<Int> = []
        for name in names.map({ $0.lowercased() }) {
            let exact = voices.indices.filter { voices[$0].name.lowercased() == name }
            kept.formUnion(
                exact.isEmpty ? voices.indices.filter { voices[$0].name.lowercased().contains(name) } : exact)
        }
        guard !kept.isEmpty else { return nil }
        roll.voices = voices.indices.filter(kept.contains).map { voices[$0] }
        return roll
    }

    /// The lowest and highest pitch of the pitched voices, nil if there are none.
    public var pitches: ClosedRange<Int>? {
        var range: ClosedRange<Int>?
        for voice in voices where !voice.isDrums {
            for note in voice.notes {
                range = min(range?.lowerBound ?? note.pitch, note.pitch)...max(range?.upperBound ?? 0, note.pitch)
            }
        }
        return range
    }

    /// The bar of a range in which a tick lies: the first before it begins, the last behind its end. O(log n).
    func bar(at tick: Int, in bars: Range<Int>) -> Int {
        max(bars.lowerBound, barLines[bars].partitioningIndex { $0 > tick } - 1)
    }

    /// Of several chord symbols on one tick the last is kept, and of equal ones in a row the first.
    private mutating func trimLabels() {
        var kept: [Label] = []
        for label in labels where label.tick < barLines[barLines.count - 1] {
            if kept.last?.tick == label.tick { kept.removeLast() }
            if kept.last?.text != label.text { kept.append(label) }
        }
        labels = kept
    }
}

/// Why a piano roll is not drawn.
public enum PianoRollError: Error, Equatable, Sendable, CustomStringConvertible {
    /// More notes than a page could hold, most of them held over many systems.
    case tooManyShapes(limit: Int)

    public var description: String {
        switch self {
        case .tooManyShapes(let limit):
            "the drawing would take more than \(limit) shapes, because many notes are held over many lines; draw fewer "
                + "bars with --bars, or more to a line with --bars-per-line"
        }
    }
}

/// Sorts the notes of a file into voices.
enum VoiceReader {
    /// The voices of `notes`, which are in order of onset: by track, then by channel.
    static func voices(of file: MIDIFile, notes: ArraySlice<Note>) -> [PianoRoll.Voice] {
        var byKey: [Int: [Note]] = [:]
        for note in notes { byKey[note.track << 4 | note.channel, default: []].append(note) }
        let keys = byKey.keys.sorted()
        let names = file.trackNames
        var programs: [Int: Int] = [:]
        for choice in file.programs where programs[choice.channel] == nil { programs[choice.channel] = choice.program }
        return keys.indices.map { index in
            let key = keys[index]
            let (track, channel) = (key >> 4, key & 15)
            let neighbours = [index - 1, index + 1].filter(keys.indices.contains)
            let isAlone = !neighbours.contains { keys[$0] >> 4 == track }
            let name = PlainName.shortened(names[track] ?? "", to: 24)
            let isDrums = channel == 9
            let instrument = isDrums ? "drums" : programs[channel].map { Instrument(program: $0).name }
            let called =
                isAlone
                ? (name.isEmpty ? instrument ?? "track \(track + 1)" : name) : instrument ?? "channel \(channel + 1)"
            return PianoRoll.Voice(name: called, isDrums: isDrums, notes: byKey[key] ?? [])
        }
    }
}

/// Text from a file, fit to be shown.
enum PlainName {
    /// `text` on one line, at most `count` characters; control characters are shown as `String.shownInLine` does, and
    /// those that only shape what is beside them become blanks.
    static func shortened(_ text: String, to count: Int) -> String {
        var out = ""
        for scalar in String(text.unicodeScalars.prefix(4 * count)).shownInLine.unicodeScalars {
            out.unicodeScalars.append(scalar.properties.generalCategory == .format ? " " : scalar)
        }
        let words = out.split(separator: " ").joined(separator: " ")
        return words.count <= count ? words : words.prefix(count - 1) + "…"
    }
}
