public import MIDI

/// Why a MIDI file gives no chart.
public enum MIDIChartFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// No chord symbols among its texts; how many texts there are.
    case noChords(texts: Int)
    /// A metre that is not played.
    case meter(String, bar: Int)
    /// A bar that another metre cuts short within a beat.
    case cutBar(String, bar: Int)
    /// More bars than a chart may have.
    case tooLong(bars: Int)

    /// The fault in words.
    public var description: String {
        switch self {
        case .noChords(0): "it has no chord markers; write the chords as markers, such as Dm7, where they enter"
        case .noChords(let texts):
            "none of its \(texts) texts is a chord; write the chords as markers, such as Dm7, where they enter"
        case .meter(let meter, let bar):
            "bar \(bar): the metre \(meter) is not played; there are \(Meter.understood)"
        case .cutBar(let meter, let bar):
            "bar \(bar): the next metre begins within a beat of this bar of \(meter); move the time signature to a bar line"
        case .tooLong(let bars): "it has \(bars) bars, a chart at most \(ChartParser.maximumBars)"
        }
    }
}

extension Chart {
    /// The changes of a MIDI file: its chord markers, metre, key and tempo, and as many bars as it has.
    ///
    /// Chords are read from markers, or else from texts, lyrics and cue points, and enter on the nearest beat. Bars before
    /// the first chord have none; of several chords on one beat the last counts.
    ///
    /// - Parameter meter: Plays the bars in this metre; nil keeps the file's.
    /// - Throws: `HarmonyError.midi`.
    public init(_ file: MIDIFile, in meter: Meter? = nil) throws(HarmonyError) {
        do throws(MIDIChartFault) {
            try self.init(reading: file, labels: try Self.chordLabels(of: file), in: meter)
        } catch {
            throw .midi(error)
        }
    }

    /// The changes of a MIDI file whose chords were found otherwise.
    ///
    /// - Parameter labels: At least one chord and the tick at which it enters, in rising order.
    package init(
        _ file: MIDIFile, chords labels: [(tick: Int, chord: Chord)], in meter: Meter?
    ) throws(HarmonyError) {
        do throws(MIDIChartFault) {
            try self.init(reading: file, labels: labels, in: meter)
        } catch {
            throw .midi(error)
        }
    }

    private init(
        reading file: MIDIFile, labels: [(tick: Int, chord: Chord)], in wanted: Meter?
    ) throws(MIDIChartFault) {
        let map = file.barMap
        let count = max(
            map.bars(before: file.lengthInTicks), map.position(atTick: labels[labels.count - 1].tick).bar + 1)
        guard count <= ChartParser.maximumBars else { throw .tooLong(bars: count) }
        var meters: [Meter] = []
        for bar in 0..<count {
            let signature = map.signature(atTick: map.tick(ofBar: bar))
            let name = "\(signature.numerator)/\(signature.denominator ?? 0)"
            guard let unit = signature.denominator, let meter = Meter(beats: signature.numerator, unit: unit) else {
                throw .meter(name, bar: bar + 1)
            }
            // A bar that the next signature cuts short has fewer beats.
            let start = map.tick(ofBar: bar)
            let beat = 4 * file.division.nominalTicksPerQuarter / unit
            let length = map.change(after: start).map { min($0 - start, meter.beats * beat) } ?? meter.beats * beat
            guard let cut = length == meter.beats * beat ? meter : Meter(beats: length / max(1, beat), unit: unit),
                length % max(1, beat) == 0 || length == meter.beats * beat
            else { throw .cutBar(name, bar: bar + 1) }
            meters.append(cut)
        }
        var entries = [[ChartChord]](repeating: [], count: count)
        for label in labels {
            var position = map.position(atTick: label.tick)
            let beatTicks = max(1, map.tick(at: BarPosition(bar: position.bar, beat: position.beat + 1)) - label.tick)
            if position.tick > beatTicks { position.beat += 1 }
            while position.bar < count, position.beat >= meters[position.bar].beats {
                position = BarPosition(bar: position.bar + 1)
            }
            guard position.bar < count else { continue }
            if entries[position.bar].last?.beat == position.beat { entries[position.bar].removeLast() }
            entries[position.bar].append(ChartChord(beat: position.beat, chord: label.chord))
        }
        let meter = wanted ?? meters.first ?? .common
        var bars: [ChartBar] = []
        for (index, chords) in entries.enumerated() {
            var chords = chords
            if chords.first?.beat != 0 {
                let held = bars.last?.chords.last?.chord ?? .noChord
                chords.insert(ChartChord(beat: 0, chord: held), at: 0)
            }
            let own = wanted ?? meters[index]
            bars.append(ChartBar(chords: ChartBar.relaid(chords, from: meters[index], to: own), meter: own))
        }
        let tempo = file.tempoMap.beatsPerMinute(atTick: 0).flatMap { (20.0...400).contains($0) ? $0 : nil }
        // A tempo in microseconds a quarter is rarely a whole number again.
        let rounded = tempo.map { abs($0 - $0.rounded()) < 0.01 ? $0.rounded() : $0 }
        let key = file.keySignatures.first.map {
            Key(tonic: NoteName(fifths: min(max($0.sharps, -7), 7) + ($0.isMinor ? 3 : 0)), isMinor: $0.isMinor)
        }
        let name = file.trackNames.first.flatMap { $0 } ?? ""
        self.init(title: String(name.prefix(200)), key: key, meter: meter, tempo: rounded, bars: bars)
    }

    private static func chordLabels(of file: MIDIFile) throws(MIDIChartFault) -> [(tick: Int, chord: Chord)] {
        var texts = 0
        for kind in [TextKind.marker, .text, .lyric, .cuePoint] {
            let labels = file.labels(kind)
            texts += labels.count
            let chords = labels.compactMap { label in
                (try? ChordParser.parse(label.text, roots: .plain)).map {
                    (tick: label.tick, text: label.text, chord: $0)
                }
            }
            // "A", "B" and "C" alone are rehearsal letters rather than triads.
            let isChords =
                chords.contains { $0.text.count > 1 } || Set(chords.map(\.text)).isSubset(of: ["C", "F", "G"])
            if !chords.isEmpty, isChords { return chords.map { ($0.tick, $0.chord) } }
        }
        throw .noChords(texts: texts)
    }
}
