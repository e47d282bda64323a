/// Reads the chords of the bars of an iReal Pro song in playing order.
enum IRealBars {
    /// The bars of the chart.
    ///
    /// - Parameter meter: The metre to play them in; nil for their own.
    static func bars(_ written: [IRealBar], order: [Int], meter: Meter?) throws(IRealFault) -> [ChartBar] {
        // Every written bar is read once, in order, so that a fault is found wherever it is.
        var chords: [[ChartChord]] = []
        var last: Chord?
        for bar in written { chords.append(try read(bar, after: &last)) }
        var result: [ChartBar] = []
        for (position, index) in order.enumerated() {
            let bar = written[index]
            var read: [ChartChord]
            var own = meter ?? bar.meter
            let isPartner = bar.isBlank && index > 0 && written[index - 1].repeats == 2
            let back = isPartner ? 2 : bar.repeats
            if back > 0 {
                guard result.count >= back else { throw .symbol(back == 1 ? "x" : "r", bar: bar.number) }
                let before = result[result.count - back]
                // Two bars come again in their own metres, unless another one is written where they do.
                let isMarked = index > 0 && written[index - 1].meter != bar.meter
                own = meter ?? (back == 2 && !isMarked ? before.meter ?? bar.meter : bar.meter)
                read = ChartBar.relaid(before.chords, from: before.meter ?? own, to: own)
            } else {
                read = chords[index]
                if read.first?.beat != 0 {
                    // Before the first chord of all a slash is an empty beat.
                    let held = result.last?.chords.last?.chord ?? .noChord
                    read.insert(ChartChord(beat: 0, chord: held), at: 0)
                }
                if let meter { read = ChartBar.relaid(read, from: bar.meter, to: meter) }
            }
            result.append(ChartBar(chords: read, section: bar.label, meter: own))
            let next = position + 1 < order.count ? order[position + 1] : nil
            if bar.repeats == 2, !(next == index + 1 && written[index + 1].isBlank) {
                let before = result[result.count - 2]
                let isMarked = index > 0 && written[index - 1].meter != bar.meter
                let second = isMarked ? own : before.meter ?? own
                result.append(
                    ChartBar(
                        chords: ChartBar.relaid(before.chords, from: before.meter ?? own, to: second), meter: second))
            }
        }
        guard result.count <= ChartParser.maximumBars else { throw .tooLong }
        return result
    }

    /// The chords of a bar; the first may enter after the first beat.
    private static func read(_ bar: IRealBar, after last: inout Chord?) throws(IRealFault) -> [ChartChord] {
        let count = bar.cells.count
        let beats = bar.meter.beats
        let struck = bar.cells.count { $0 != .held }
        guard struck <= beats else { throw .tooFull(count: struck, beats: beats, bar: bar.number) }
        var chords: [ChartChord] = []
        var left = struck
        for (index, cell) in bar.cells.enumerated() {
            let chord: Chord
            switch cell {
            case .held: continue
            case .noChord: chord = .noChord
            case .chord(let symbol): chord = try read(symbol, after: last, bar: bar.number)
            }
            last = chord
            // A bar is four cells wide as a rule, whatever its metre.
            var position = count == 4 && beats <= 4 ? min(index, beats - 1) : index * beats / count
            if count < beats, bar.meter.countsEighths, !bar.meter.isCompound {
                // The cells do not know how the eighths are grouped.
                let starts = bar.meter.pulseStarts.map { $0 / bar.meter.beatTicks }
                position = starts.min { abs($0 * count - index * beats) < abs($1 * count - index * beats) } ?? position
            }
            // No chord may take the beat of another, nor the room of those that follow.
            let earliest = chords.last.map { $0.beat + 1 } ?? 0
            chords.append(ChartChord(beat: min(max(position, earliest), beats - left), chord: chord))
            left -= 1
        }
        return chords
    }

    private static func read(_ symbol: String, after last: Chord?, bar: Int) throws(IRealFault) -> Chord {
        if symbol.first == "W" {
            guard var chord = last else { throw .symbol("W", bar: bar) }
            let bass = symbol.split(separator: "/", omittingEmptySubsequences: false)
            guard bass.count == 2, let name = try? ChordParser.parse(String(bass[1])) else {
                if symbol == "W" { return chord }
                throw .chord(symbol, bar: bar)
            }
            // Nothing sounds over a bass that nothing sounds on.
            if !chord.isNoChord { chord.bassName = name.rootName.pitchClass == chord.root ? nil : name.rootName }
            return chord
        }
        // A triangle alone means the major seventh.
        var plain = symbol
        if let triangle = plain.firstIndex(of: "^") {
            let after = plain.index(after: triangle)
            if after == plain.endIndex || plain[after] == "/" { plain.insert("7", at: after) }
        }
        guard let chord = try? ChordParser.parse(plain) else { throw .chord(symbol, bar: bar) }
        return chord
    }
}
