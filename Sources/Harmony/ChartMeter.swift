extension Chart {
    /// The chart in one other metre, bar for bar: the chords of each bar spread over as many beats as it then has.
    ///
    /// Chords that were spread evenly stay so (two in 3/4 last 2 and 1 beats). Of more chords than there are beats, those
    /// are left out whose beats fall together with an earlier one's.
    public func relaid(in meter: Meter) -> Chart {
        guard meter != self.meter || bars.contains(where: { $0.meter != nil }) else { return self }
        let moved = bars.map { bar in
            var moved = ChartBar(
                chords: ChartBar.relaid(bar.chords, from: bar.meter ?? self.meter, to: meter), section: bar.section)
            moved.style = bar.style
            return moved
        }
        // A waltz in four is none, and swing in three is one: the metre then says how to play.
        let isKept = style != .waltz && !(style == .swing && meter.beats == 3)
        var chart = Chart(title: title, key: key, meter: meter, tempo: tempo, style: isKept ? style : nil, bars: moved)
        chart.barsToCoda = barsToCoda
        return chart
    }

    /// The chart in double time: each bar as two of its metre, so that twice the tempo leaves the changes where they were.
    public func inDoubleTime() -> Chart {
        var doubled: [ChartBar] = []
        for bar in bars {
            let beats = (bar.meter ?? meter).beats
            let chords = bar.chords.map { ChartChord(beat: 2 * $0.beat, chord: $0.chord) }
            var first = ChartBar(chords: chords.filter { $0.beat < beats }, section: bar.section, meter: bar.meter)
            first.style = bar.style
            var rest = chords.filter { $0.beat >= beats }.map { ChartChord(beat: $0.beat - beats, chord: $0.chord) }
            if rest.first?.beat != 0 {
                rest.insert(ChartChord(beat: 0, chord: first.chord(at: beats)), at: 0)
            }
            doubled += [first, ChartBar(chords: rest, meter: bar.meter)]
        }
        var chart = with(bars: doubled)
        chart.barsToCoda = barsToCoda.map { 2 * $0 }
        return chart
    }

    /// The chords that ``relaid(in:)`` leaves out.
    public func chordsLost(in meter: Meter) -> Int {
        let old = bars.reduce(0) { $0 + $1.chords.count }
        return old - relaid(in: meter).bars.reduce(0) { $0 + $1.chords.count }
    }
}

extension ChartBar {
    /// Chords of a bar of one metre, spread over a bar of another.
    package static func relaid(_ chords: [ChartChord], from old: Meter, to new: Meter) -> [ChartChord] {
        guard old != new else { return chords }
        let count = chords.count
        let isEven = count <= old.beats && chords.map(\.beat) == old.evenBeats(count)
        let even = isEven && count <= new.beats ? new.evenBeats(count) : nil
        var result: [ChartChord] = []
        for (index, entry) in chords.enumerated() {
            let beat = even?[index] ?? entry.beat * new.beats / old.beats
            if result.last?.beat == beat { continue }
            result.append(ChartChord(beat: beat, chord: entry.chord))
        }
        return result
    }
}
