/// A chord and the beat of its bar, from 0, on which it enters.
public struct ChartChord: Hashable, Sendable {
    /// The beat, from 0.
    public var beat: Int
    /// The chord.
    public var chord: Chord

    /// A chord entering on a beat.
    public init(beat: Int, chord: Chord) {
        self.beat = beat
        self.chord = chord
    }
}

/// A bar of a chart.
public struct ChartBar: Hashable, Sendable {
    /// The bar's chords in rising beats; the first enters on beat 0, even when it is held over from the bar before.
    public private(set) var chords: [ChartChord]
    /// The label of the section that begins here, such as "A".
    public var section: String?
    /// Whether the form begins (again) here.
    public var startsForm: Bool
    /// The metre of the bar, where it is not that of the chart.
    public var meter: Meter?

    /// How the section that begins here is played, where it is not as the chart.
    public var style: Style?

    /// A bar from its chords.
    public init(chords: [ChartChord], section: String? = nil, startsForm: Bool = false, meter: Meter? = nil) {
        precondition(chords.first?.beat == 0, "a bar's first chord must enter on beat 0")
        precondition(
            zip(chords, chords.dropFirst()).allSatisfy { $0.beat < $1.beat }, "a bar's chords must be in rising beats")
        self.chords = chords
        self.section = section
        self.startsForm = startsForm
        self.meter = meter
    }

    /// The chord sounding on a beat.
    public func chord(at beat: Int) -> Chord {
        (chords.last { $0.beat <= beat } ?? chords[0]).chord
    }

    /// The bar at the beginning of a section.
    func labelled(_ section: String) -> ChartBar {
        var bar = self
        bar.section = section
        return bar
    }

    /// The bar with each chord replaced.
    func mapChords(_ transform: (Chord) -> Chord) -> ChartBar {
        var mapped = self
        mapped.chords = chords.map { ChartChord(beat: $0.beat, chord: transform($0.chord)) }
        return mapped
    }
}

/// A labelled stretch of a chart.
public struct ChartSection: Hashable, Sendable {
    /// The label, such as "A".
    public let label: String
    /// The bars, from 0.
    public let bars: Range<Int>
}

/// A tune's chord changes: one chorus, repeats written out.
public struct Chart: Hashable, Sendable {
    /// The title; empty when the text gives none.
    public var title: String
    /// The key; nil when the text gives none.
    public var key: Key?
    /// The time signature, of all bars that have none of their own.
    public var meter: Meter
    /// The tempo the text suggests, in beats a minute.
    public var tempo: Double?
    /// The style the text suggests.
    public var style: Style?
    /// What the text says that is played otherwise, a sentence each without its full stop.
    public var notes: [String] = []
    /// One chorus. Never empty.
    public let bars: [ChartBar]
    /// What is played once, around the choruses; empty unless ``framed(_:)`` sets it apart.
    public var frame = ChartFrame()
    /// Of a chart with its coda among its bars, the bar, from 1, behind which the last chorus goes there; nil for its end.
    public var barsToCoda: Int?

    /// A chart from its bars.
    public init(
        title: String = "", key: Key? = nil, meter: Meter = .common, tempo: Double? = nil, style: Style? = nil,
        bars: [ChartBar]
    ) {
        precondition(!bars.isEmpty, "a chart needs a bar")
        self.title = title
        self.key = key
        self.meter = meter
        self.tempo = tempo
        self.style = style
        self.bars = Self.markingForm(bars, meter)
    }

    /// The bar lines of a chorus.
    public var barLines: BarLines { BarLines(bars, meter: meter) }

    /// The labelled stretches, in order; bars before the first label belong to none.
    public var sections: [ChartSection] {
        let starts = bars.indices.filter { bars[$0].section != nil }
        return starts.enumerated().map { index, start in
            let end = index + 1 < starts.count ? starts[index + 1] : bars.count
            return ChartSection(label: bars[start].section ?? "", bars: start..<end)
        }
    }

    /// Exactly `count` bars: the form as often as needed, the last time cut where the count is reached.
    public func bars(count: Int) -> [ChartBar] {
        precondition(count >= 0, "\(count) bars")
        return (0..<count).map { bars[$0 % bars.count] }
    }

    /// The chord sounding on a beat of a bar, both from 0; bars beyond the form wrap around.
    public func chord(atBar bar: Int, beat: Int) -> Chord {
        let index = bar % bars.count
        return bars[index < 0 ? index + bars.count : index].chord(at: beat)
    }

    /// The chart `semitones` higher, its chords spelled for the new key.
    public func transposed(by semitones: Int) -> Chart {
        guard semitones % 12 != 0 else { return self }
        let target = impliedKey.transposed(by: semitones)
        func moved(_ bar: ChartBar) -> ChartBar { bar.mapChords { $0.transposed(by: semitones, in: target) } }
        var chart = Chart(
            title: title, key: key == nil ? nil : target, meter: meter, tempo: tempo, style: style,
            bars: bars.map(moved))
        chart.frame = frame
        chart.frame.mapBars(moved)
        chart.barsToCoda = barsToCoda
        return chart
    }

    /// The chart with other bars, a chorus of them.
    public func with(bars: [ChartBar]) -> Chart {
        var chart = Chart(title: title, key: key, meter: meter, tempo: tempo, style: style, bars: bars)
        chart.notes = notes
        return chart
    }

    private static func markingForm(_ bars: [ChartBar], _ meter: Meter) -> [ChartBar] {
        var bars = bars
        for index in bars.indices {
            bars[index].startsForm = index == 0
            if bars[index].meter == meter { bars[index].meter = nil }
        }
        return bars
    }
}
