import Harmony
import Music
import Numerics

extension Solo {
    /// How its onsets lie around the grid.
    package struct Timing: Sendable, Equatable {
        /// The median ratio of the long eighth to the short one; nil where there are too few pairs, or they are even.
        package var swing: Double?
        /// The mean lag behind the beat, in seconds.
        package var lag: Double
        /// The standard deviation of single onsets around that, in seconds.
        package var scatter: Double

        package init(swing: Double?, lag: Double, scatter: Double) {
            self.swing = swing
            self.lag = lag
            self.scatter = scatter
        }
    }

    /// Bars in a window whose manner is measured.
    package static let windowBars = 16
    /// Notes that a window has to have.
    private static let fewestNotes = 24

    /// What each window measures, nil for one with too few notes; the last reaches back where the solo ends within it.
    package var windows: [MannerDistribution.Window?] {
        let count = (barCount + Self.windowBars - 1) / Self.windowBars
        return (0..<count).map { index in
            let start = max(0, min(index * Self.windowBars, barCount - Self.windowBars))
            return window(bars: start..<min(barCount, start + Self.windowBars))
        }
    }

    /// What its windows measure in the mean, since some measures grow with the length; nil where it has too few notes.
    package var meanWindow: MannerDistribution.Window? {
        let windows = windows.compactMap { $0 }
        guard !windows.isEmpty else { return window(bars: 0..<barCount) }
        let values = Manner.Trait.allCases.indices.map { trait -> Double? in
            let known = windows.compactMap { $0.values[trait] }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        return MannerDistribution.Window(tempo: tempo, values: values)
    }

    private func window(bars: Range<Int>) -> MannerDistribution.Window? {
        let slots = bars.lowerBound * barSlots..<bars.upperBound * barSlots
        let line = notes.filter { slots.contains($0.start) }
        guard line.count >= Self.fewestNotes else { return nil }
        let measures = LineMeasures(line, solo: self, slots: slots)
        let values = Manner.Trait.allCases.map { trait -> Double? in
            switch trait {
            case .density: measures.density
            case .leaps: measures.leaps
            case .chromaticism: measures.chromaticism
            case .space: measures.space
            case .repetition: measures.repetition
            case .variety: measures.variety
            case .runs: measures.runs
            case .compass: measures.compass
            case .syncopation: measures.syncopation
            case .regularity: measures.regularity
            case .swing: timing?.swing
            case .lag: timing?.lag
            case .scatter: timing?.scatter
            }
        }
        return MannerDistribution.Window(tempo: tempo, values: values)
    }
}

/// What the traits of a manner are measured by, in slots of the grid.
private struct LineMeasures {
    private let line: [PartNote]
    private let solo: Solo
    private let slots: Range<Int>
    private let intervals: [Int]
    private let distances: [Int]

    init(_ line: [PartNote], solo: Solo, slots: Range<Int>) {
        self.line = line
        self.solo = solo
        self.slots = slots
        intervals = zip(line, line.dropFirst()).map { $1.pitch - $0.pitch }
        distances = zip(line, line.dropFirst()).map { $1.start - $0.start }
    }

    private func fraction(_ count: Int, of total: Int) -> Double { Double(count) / Double(max(1, total)) }

    /// Notes in four beats.
    var density: Double { fraction(line.count * 4 * MetricGrid.slotsPerBeat, of: slots.count) }

    /// The mean interval, in semitones.
    var leaps: Double { fraction(intervals.reduce(0) { $0 + abs($1) }, of: intervals.count) }

    /// The fraction of notes outside the chord's scale; nil where there are no chords.
    var chromaticism: Double? {
        let heard = line.compactMap { note in solo.changes.chord(at: note.start).map { ($0, note.pitch) } }
        guard 2 * heard.count > line.count else { return nil }
        return fraction(heard.count { !$0.0.scale.contains($0.1) }, of: heard.count)
    }

    /// The fraction of time without a note; a gap of less than a sixteenth is articulation.
    var space: Double {
        var sounding = line.last.map { min($0.duration, slots.upperBound - $0.start) } ?? 0
        for (note, distance) in zip(line, distances) {
            sounding += distance - note.duration < MetricGrid.slotsPerBeat / 4 ? distance : note.duration
        }
        return 1 - fraction(sounding, of: slots.count)
    }

    /// The fraction of patterns of four intervals that come again.
    var repetition: Double {
        let length = 4
        guard intervals.count > length else { return 0 }
        let patterns = (0...intervals.count - length).map { Array(intervals[$0..<$0 + length]) }
        var places: [[Int]: (first: Int, last: Int)] = [:]
        for (index, pattern) in patterns.enumerated() {
            places[pattern, default: (index, index)].last = index
        }
        let recurring = patterns.enumerated().count { index, pattern in
            guard let place = places[pattern] else { return false }
            return index - place.first >= length || place.last - index >= length
        }
        return fraction(recurring, of: patterns.count)
    }

    /// The entropy of distances between onsets in six classes, in bits.
    var variety: Double {
        var counts = [Int](repeating: 0, count: 6)
        for distance in distances { counts[[4, 6, 10, 15, 30].firstIndex { distance < $0 } ?? 5] += 1 }
        return entropy(counts)
    }

    /// The fraction of notes that follow sooner than an eighth.
    var runs: Double { fraction(distances.count { $0 < 5 }, of: distances.count) }

    /// Semitones that nine tenths of the notes lie within.
    var compass: Double {
        let pitches = line.map(\.pitch).sorted()
        return Double(pitches[(pitches.count - 1) * 95 / 100] - pitches[(pitches.count - 1) * 5 / 100])
    }

    /// The fraction of notes off the beat.
    var syncopation: Double {
        fraction(line.count { $0.start % MetricGrid.slotsPerBeat != 0 }, of: line.count)
    }

    private func entropy(_ counts: [Int]) -> Double {
        let total = counts.reduce(0, +)
        return counts.reduce(0) { sum, count in
            guard count > 0 else { return sum }
            let probability = fraction(count, of: total)
            return sum - probability * naturalLogarithm(probability) / 0.6931471805599453
        }
    }

    /// The mean over all pairs of bars of the fraction of places with an onset in either that have one in both.
    var regularity: Double? {
        var bars: [Int: Set<Int>] = [:]
        for note in line { bars[note.start / solo.barSlots, default: []].insert(note.start % solo.barSlots) }
        let places = bars.sorted { $0.key < $1.key }.map(\.value)
        guard places.count > 1 else { return nil }
        var (sum, pairs) = (0.0, 0)
        for one in places.indices {
            for other in places.indices where other > one {
                let common = places[one].intersection(places[other]).count
                sum += fraction(common, of: places[one].count + places[other].count - common)
                pairs += 1
            }
        }
        return sum / Double(pairs)
    }
}
