/// Reads the chords of written bars in playing order.
struct ChartBars {
    private let written: [WrittenBar]
    private let meter: Meter
    /// Whether an H is written and a B besides, which then is B flat.
    private(set) var isGerman = false

    /// - Parameter meter: That of the bars that name none.
    init(_ written: [WrittenBar], meter: Meter) {
        self.written = written
        self.meter = meter
        let words = written.flatMap(\.words)
        let hasH = words.contains { Self.note("H", stands: $0) && ChartScanner.isChord($0) }
        isGerman = hasH && words.contains { Self.note("B", stands: $0) && ChartScanner.isChord($0) }
    }

    /// Whether a chord's root or its bass is written with a letter.
    private static func note(_ letter: Character, stands word: String) -> Bool {
        word.drop { $0 == "(" }.first == letter || word.contains("/\(letter)")
    }

    /// The bars of the chart.
    func bars(in order: [Int]) throws(HarmonyError) -> [ChartBar] {
        // Every written bar is read once, so that a fault is found even where a repeat would hide it, and in order.
        var slots: [[Slot]] = []
        for bar in written { slots.append(try read(bar)) }
        var result: [ChartBar] = []
        for index in order {
            let bar = try chords(slots[index], bar: written[index], before: result.last)
            var played = ChartBar(chords: bar, section: written[index].label, meter: meter(of: written[index]))
            played.style = written[index].style
            result.append(played)
        }
        guard !result.isEmpty else { throw .emptyChart }
        return result
    }

    private func meter(of bar: WrittenBar) -> Meter { bar.meter ?? meter }

    private enum Slot {
        case chord(Chord)
        case hold(String)
        case repeatBar
    }

    private func read(_ bar: WrittenBar) throws(HarmonyError) -> [Slot] {
        var slots: [Slot] = []
        for word in bar.words {
            if ChartScanner.repeats.contains(word) {
                guard bar.words.count == 1 else { throw .bar(.repeatNotAlone, location: bar.location) }
                slots.append(.repeatBar)
            } else if ChartScanner.holds.contains(word) {
                slots.append(.hold(word))
            } else {
                slots.append(.chord(try chord(word, in: bar)))
            }
        }
        let beats = meter(of: bar).beats
        guard slots.count <= beats else {
            throw .bar(.tooFull(count: slots.count, beats: beats), location: bar.location)
        }
        return slots
    }

    private func chord(_ word: String, in bar: WrittenBar) throws(HarmonyError) -> Chord {
        do {
            var chord = try ChordParser.parse(word)
            if isGerman { chord.lowerGermanB(in: word) }
            return chord
        } catch {
            guard case .chord(let symbol, let offset) = error else { throw error }
            throw .chordInBar(symbol: symbol, offset: offset, location: bar.location)
        }
    }

    private func chords(
        _ slots: [Slot], bar: WrittenBar, before: ChartBar?
    ) throws(HarmonyError) -> [ChartChord] {
        var isBeatwise = false
        var chords: [ChartChord] = []
        for (index, slot) in slots.enumerated() {
            switch slot {
            case .repeatBar:
                guard let before else { throw .bar(.nothingToRepeat("%"), location: bar.location) }
                return ChartBar.relaid(before.chords, from: before.meter ?? meter, to: meter(of: bar))
            case .hold(let mark):
                isBeatwise = true
                guard chords.isEmpty else { continue }
                guard let last = before?.chords.last?.chord else {
                    throw .bar(.nothingToRepeat(mark), location: bar.location)
                }
                chords.append(ChartChord(beat: 0, chord: last))
            case .chord(let chord):
                chords.append(ChartChord(beat: index, chord: chord))
            }
        }
        if !isBeatwise {
            let beats = meter(of: bar).evenBeats(chords.count)
            for index in chords.indices { chords[index].beat = beats[index] }
        }
        return chords
    }
}

extension Chord {
    /// Makes a root or a bass that is written as a plain B the German one.
    fileprivate mutating func lowerGermanB(in word: String) {
        func isPlainB(_ name: NoteName, _ text: Substring) -> Bool {
            name.letter == 6 && name.accidental == 0 && text.first == "B"
        }
        let flat = NoteName(letter: 6, accidental: -1)
        if isPlainB(rootName, word.drop { $0 == "(" }) { rootName = flat }
        if let bass = bassName, let slash = word.lastIndex(of: "/"), isPlainB(bass, word[slash...].dropFirst()) {
            bassName = flat
        }
    }
}
