/// Reads the chords of written bars in playing order.
enum ChartBars {
    /// The bars of the chart.
    static func bars(_ written: [WrittenBar], order: [Int], beats: Int) throws(HarmonyError) -> [ChartBar] {
        // Every written bar is read once, so that a fault is found even where a repeat would hide it, and in order.
        var slots: [[Slot]] = []
        for bar in written { slots.append(try read(bar, beats: beats)) }
        var result: [ChartBar] = []
        for index in order {
            let bar = try chords(slots[index], bar: written[index], before: result.last, beats: beats)
            result.append(ChartBar(chords: bar, section: written[index].label))
        }
        guard !result.isEmpty else { throw .emptyChart }
        return result
    }

    private enum Slot {
        case chord(Chord)
        case hold(String)
        case repeatBar
    }

    private static func read(_ bar: WrittenBar, beats: Int) throws(HarmonyError) -> [Slot] {
        var slots: [Slot] = []
        for word in bar.words {
            switch word {
            case "%":
                guard bar.words.count == 1 else { throw .bar(.repeatNotAlone, place: bar.place) }
                slots.append(.repeatBar)
            case ".", "/": slots.append(.hold(word))
            default: slots.append(.chord(try chord(word, in: bar)))
            }
        }
        guard slots.count <= beats else {
            throw .bar(.tooFull(count: slots.count, beats: beats), place: bar.place)
        }
        return slots
    }

    private static func chord(_ word: String, in bar: WrittenBar) throws(HarmonyError) -> Chord {
        do {
            return try ChordParser.parse(word)
        } catch {
            guard case .chord(let symbol, let offset) = error else { throw error }
            throw .chordInBar(symbol: symbol, offset: offset, place: bar.place)
        }
    }

    private static func chords(
        _ slots: [Slot], bar: WrittenBar, before: ChartBar?, beats: Int
    ) throws(HarmonyError) -> [ChartChord] {
        var isBeatwise = false
        var chords: [ChartChord] = []
        for (index, slot) in slots.enumerated() {
            switch slot {
            case .repeatBar:
                guard let before else { throw .bar(.nothingToRepeat("%"), place: bar.place) }
                return before.chords
            case .hold(let mark):
                isBeatwise = true
                guard chords.isEmpty else { continue }
                guard let last = before?.chords.last?.chord else {
                    throw .bar(.nothingToRepeat(mark), place: bar.place)
                }
                chords.append(ChartChord(beat: 0, chord: last))
            case .chord(let chord):
                chords.append(ChartChord(beat: index, chord: chord))
            }
        }
        if !isBeatwise {
            let count = chords.count
            for index in chords.indices { chords[index].beat = ChartBar.evenBeat(index, of: count, beats: beats) }
        }
        return chords
    }
}
