public import Jazz
internal import Sampling
public import Sound

/// Trades with a person: so many bars each, over the form as it goes on.
///
/// The person's notes are put on the grid, against the beat as it was heard and with their own lag taken out; the lead's
/// network then hears them as if it had played them, and goes on from there.
public struct Trader: Sendable {
    /// How long a turn is.
    public enum Length: Equatable, Sendable {
        case bars(Int)
        case chorus
    }

    private let band: Ensemble
    private let networks: BandNetworks
    private let seed: UInt64
    private let length: Length
    private let listener: Listener
    private let controls: PlaybackControls
    /// The lead of the turn at hand, by the bars to come.
    private var answer: [[PartNote]] = []
    private var answers: UInt64 = 0
    /// What making an answer took, in seconds.
    private var cost = 0.02
    /// Notes of the last call, as they were understood; for those who look.
    public private(set) var lastCall: [PartNote] = []

    public init(
        _ band: Ensemble, networks: BandNetworks, seed: UInt64, length: Length, listener: Listener,
        controls: PlaybackControls
    ) {
        self.band = band
        self.networks = networks
        self.seed = seed
        self.length = length
        self.listener = listener
        self.controls = controls
    }

    /// Whose turn a bar is; with that, whether it begins one.
    private func turn(of bar: LiveBar) -> (whose: LiveBar.Turn, isFirst: Bool) {
        switch length {
        case .bars(let count):
            return (bar.index / count % 2 == 0 ? .person : .lead, bar.index % count == 0)
        case .chorus:
            return (bar.chorus % 2 == 1 ? .person : .lead, bar.formBar == 0)
        }
    }

    /// Makes a bar the person's or the lead's, before it is played.
    ///
    /// - Parameter time: When it begins.
    mutating func take(
        turn bar: inout LiveBar, beginning time: Double, settings: LiveSettings.Values, queue: BarQueue
    ) throws {
        guard !bar.isFinal, bar.formBar != nil else { return }
        let (whose, isFirst) = turn(of: bar)
        bar.turn = whose
        guard whose == .lead else {
            bar.parts.removeAll { $0.role == .lead }
            answer = []
            return
        }
        if isFirst { answer = try answer(at: bar, beginning: time, settings, queue) }
        guard !answer.isEmpty else { return }
        let notes = answer.removeFirst()
        if let place = bar.parts.firstIndex(where: { $0.role == .lead }) {
            bar.parts[place].notes = notes
            bar.parts[place].written = nil
        }
        bar.beginsAnew = isFirst
    }

    /// The lead's bars, made of what the person has played up to now.
    private mutating func answer(
        at bar: LiveBar, beginning time: Double, _ settings: LiveSettings.Values, _ queue: BarQueue
    ) throws -> [[PartNote]] {
        // The person is heard as long as there is time to answer.
        // What a device holds beyond the usual has to be answered that much earlier.
        let margin = min(max(0.05, 0.035 + 3 * cost), 0.11) + max(0, controls.delay - 0.03)
        while !controls.isOver, controls.seconds < time - margin, controls.seconds > time - 2 {
            SystemThread.sleep(milliseconds: 2)
        }
        let begin = ContinuousClock.now
        let call = queue.heard.filter { $0.bar.turn == .person && $0.beats[0] < time }.reversed()
        var bars: [BarQueue.Heard] = []
        for heard in call {
            guard bars.last.map({ $0.number == heard.number + 1 }) ?? true else { break }
            bars.append(heard)
        }
        bars.reverse()
        let mine = turnBars(from: bar, queue)
        let notes = Self.understood(listener, over: bars, until: time)
        lastCall = notes
        let bass = mine.enumerated().flatMap { index, bar in
            let start = mine[..<index].reduce(0) { $0 + $1.meter.barTicks }
            return bar.notes(.bass).map { note in
                var moved = note
                moved.start += start
                return moved
            }
        }
        let band = try self.band.turned(to: settings)
        answers += 1
        let phrase = try band.phrase(
            over: mine.map(\.chords), after: bars.map(\.bar.chords), notes: notes, onset: 0, bass: bass,
            networks: networks, seed: seed &+ answers &* 0x9E37_79B9_7F4A_7C15)
        let took = begin.duration(to: .now)
        cost = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        let lines = BarLines(mine.map(\.chords), meter: bar.formMeter)
        var shares = [[PartNote]](repeating: [], count: mine.count)
        for note in phrase.notes {
            var moved = note
            let place = lines.bar(at: note.start)
            moved.start -= lines.starts[place]
            shares[place].append(moved)
        }
        return shares
    }

    /// The bars of the lead's turn: the one that is taken, and those that are known behind it.
    private func turnBars(from bar: LiveBar, _ queue: BarQueue) -> [LiveBar] {
        var bars = [bar]
        let most: Int
        switch length {
        case .bars(let count): most = count
        case .chorus: most = bar.form.count
        }
        for next in queue.upcoming(most) where bars.count < most && next.formBar != nil && !next.isFinal {
            guard next.index == bars[bars.count - 1].index + 1, turn(of: next).whose == .lead else { break }
            bars.append(next)
        }
        return bars
    }

    /// What a person has played over bars, on the grid: in slots from the end of the bars, so below 0.
    static func understood(_ listener: Listener, over bars: [BarQueue.Heard], until end: Double) -> [PartNote] {
        guard let first = bars.first else { return [] }
        // A pick-up comes before its beat.
        let heard = listener.notes(from: first.beats[0] - 0.06, to: end)
        return understood(heard, over: bars, until: end)
    }

    package static func understood(_ heard: [HeardNote], over bars: [BarQueue.Heard], until end: Double) -> [PartNote] {
        guard let first = bars.first else { return [] }
        func quarters(_ time: Double) -> Double {
            var start = 0.0
            for bar in bars {
                let beats = bar.beats
                let quarter = Double(bar.bar.meter.beatTicks) / Double(Meter.ticksPerQuarter)
                if time < beats[beats.count - 1] || bar.number == bars[bars.count - 1].number {
                    let beat = min(max(beats.dropLast().count { $0 <= time } - 1, 0), beats.count - 2)
                    let share = (time - beats[beat]) / (beats[beat + 1] - beats[beat])
                    return start + (Double(beat) + share) * quarter
                }
                start += Double(beats.count - 1) * quarter
            }
            return start
        }
        let melody = HeardNote.melody(of: heard)
        let slots = MetricGrid.transcribe(melody.map { quarters($0.start) }, tempo: first.tempo).slots
        let total = bars.reduce(0) { $0 + $1.bar.meter.barTicks } / MetricGrid.ticksPerSlot
        var notes: [PartNote] = []
        for (note, slot) in zip(melody, slots) {
            guard let slot, slot >= 0, slot < total, slot - total > notes.last?.start ?? .min else { continue }
            let length = quarters(note.end ?? end) - quarters(note.start)
            if let last = notes.indices.last {
                notes[last].duration = max(1, min(notes[last].duration, slot - total - notes[last].start))
            }
            notes.append(
                PartNote(
                    start: slot - total,
                    duration: max(1, min(Int((length * Double(MetricGrid.slotsPerBeat)).rounded()), total - slot)),
                    pitch: note.pitch, velocity: min(max(note.velocity, 1), 127)))
        }
        return notes
    }
}
