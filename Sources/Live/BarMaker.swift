public import Jazz
package import Sampling
public import Sound

/// Makes the bars of an endless session ahead of their time, on a thread of its own, as the settings have it.
public struct BarMaker: Sendable {
    private let band: Ensemble
    private let networks: BandNetworks
    private let seed: UInt64
    /// The choruses until the end; nil for no end.
    private let choruses: Int?
    private let settings: LiveSettings
    private let queue: BarQueue

    /// What was made last, and by what.
    private var values: LiveSettings.Values
    private var ensemble: Ensemble
    private var session: JamSession?
    private var newChoruses = 0
    private var sessions: UInt64 = 0
    /// Whether the ending that was asked for is made.
    private var hasTag = false
    /// Seconds that a bar takes to be made, by what the last ones took.
    private var secondsABar = 0.0

    /// - Parameter choruses: After so many the music ends; nil for no end.
    public init(
        _ band: Ensemble, networks: BandNetworks, seed: UInt64, choruses: Int?, settings: LiveSettings,
        queue: BarQueue
    ) {
        self.band = band
        self.networks = networks
        self.seed = seed
        self.choruses = choruses
        self.settings = settings
        self.queue = queue
        values = settings.values
        ensemble = band
    }

    /// Makes what is needed now.
    ///
    /// - Returns: Whether there was anything to do.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    package mutating func step() throws(SamplingError) -> Bool {
        let state = settings.state
        guard !state.isStopped, !hasTag else { return false }
        if state.wantsEnding { return try end() }
        let wantsNew = state.newChoruses != newChoruses
        if session == nil || wantsNew || isTurned(state.values) {
            newChoruses = state.newChoruses
            return try turn(to: state.values, fromTop: wantsNew)
        }
        if state.values.transposition != values.transposition { return try transpose(to: state.values) }
        guard !queue.isComplete, queue.readyCount < max(16, ensemble.chart.bars.count) else { return false }
        return try goOn(state.values)
    }

    /// Whether something is asked for that is heard from the next bar line on.
    private func isTurned(_ wanted: LiveSettings.Values) -> Bool {
        (wanted.temperature, wanted.density) != (values.temperature, values.density) || wanted.style != values.style
    }

    // MARK: What is made

    private mutating func goOn(_ wanted: LiveSettings.Values) throws(SamplingError) -> Bool {
        let known = queue.known
        let next = known.last.map { $0.index + 1 } ?? 0
        // The lead is told the tempo at the beginning of a session.
        if abs(wanted.tempo / values.tempo - 1) > 0.02 { try begin(wanted, at: next, formBar: 0, known) }
        return try put(at: next, formBar: 0, known, isNew: false)
    }

    /// From the next bar line on as is wanted now: where the form is, or at its beginning.
    private mutating func turn(to wanted: LiveSettings.Values, fromTop: Bool) throws(SamplingError) -> Bool {
        // Where making took so long that the first of the bars is over, once more and further ahead.
        while !settings.state.isStopped {
            let known = queue.known
            let (index, formBar) = nextBar(known)
            // Over the last chord there is nothing left to turn.
            if let last = known.last, last.isFinal, index >= last.index {
                try use(wanted)
                return true
            }
            let place = fromTop ? 0 : formBar
            try begin(wanted, at: index, formBar: place, known)
            if try put(at: index, formBar: place, known, isNew: index > 0, isTop: fromTop) { break }
        }
        return true
    }

    private mutating func transpose(to wanted: LiveSettings.Values) throws(SamplingError) -> Bool {
        let known = queue.known
        let next = queue.nextIndex
        let index =
            known.first { $0.index >= next && $0.formBar == 0 }?.index ?? (known.last.map { $0.index + 1 } ?? 0)
        if queue.isComplete, index > known.last?.index ?? 0 {
            try use(wanted)
            return true
        }
        try begin(wanted, at: index, formBar: 0, known)
        return try put(at: index, formBar: 0, known, isNew: true)
    }

    private mutating func end() throws(SamplingError) -> Bool {
        let known = queue.known
        let (index, formBar) = nextBar(known)
        if let last = known.last, last.isFinal, index >= last.index {
            hasTag = true
            return true
        }
        try use(settings.values)
        let takeUp = takeUp(at: index, formBar: formBar, known)
        let seed = freshSeed()
        let made = try measured { [ensemble, networks] () throws(SamplingError) in
            try ensemble.ending(from: takeUp, isTag: true, firstBar: index, networks: networks, seed: seed)
        }
        hasTag = queue.put(bars(made, number: known.last?.chorus ?? 1, isNew: true), isLast: true)
        return true
    }

    /// Makes a chorus from a bar on; the last one with its ending.
    ///
    /// - Returns: Whether it came in time.
    private mutating func put(
        at index: Int, formBar: Int, _ known: [LiveBar], isNew: Bool, isTop: Bool = false
    ) throws(SamplingError) -> Bool {
        let previous = known.last { $0.index < index }?.chorus ?? 0
        let number = formBar == 0 || isTop || previous == 0 ? previous + 1 : previous
        guard let choruses, number >= choruses else {
            var copy = session!
            let made = try measured { () throws(SamplingError) in try copy.nextChorus() }
            session = copy
            return queue.put(bars(made, number: number, isNew: isNew))
        }
        let takeUp = takeUp(at: index, formBar: formBar, known)
        let seed = freshSeed()
        let made = try measured { [ensemble, networks] () throws(SamplingError) in
            try ensemble.ending(from: takeUp, isTag: false, firstBar: index, networks: networks, seed: seed)
        }
        return queue.put(bars(made, number: number, isNew: isNew || previous > 0), isLast: true)
    }

    private func bars(_ made: JamSession.Chorus, number: Int, isNew: Bool) -> [LiveBar] {
        made.liveBars(number: number, form: ensemble.chart, style: ensemble.style, isNew: isNew)
    }

    // MARK: Beginnings

    private mutating func begin(
        _ wanted: LiveSettings.Values, at index: Int, formBar: Int, _ known: [LiveBar]
    ) throws(SamplingError) {
        try use(wanted)
        session = try JamSession(
            ensemble, networks: networks, seed: freshSeed(),
            from: takeUp(at: index, formBar: formBar, known), firstBar: index)
    }

    private mutating func use(_ wanted: LiveSettings.Values) throws(SamplingError) {
        values = wanted
        ensemble = try band.turned(to: wanted)
    }

    /// The session's own seed first, others after that.
    private mutating func freshSeed() -> UInt64 {
        defer { sessions += 1 }
        return seed &+ sessions &* 0x9E37_79B9_7F4A_7C15
    }

    /// The first bar that can still be another, and which of the form it is.
    private func nextBar(_ known: [LiveBar]) -> (index: Int, formBar: Int) {
        let barSeconds = Double(ensemble.chart.meter.barTicks) / 480 * 60 / values.tempo
        let wait = Int((secondsABar * Double(ensemble.chart.bars.count) / barSeconds).rounded(.down))
        let index = min(queue.nextIndex + wait, known.last.map { $0.index + 1 } ?? 0)
        let form = ensemble.chart.bars.count
        if let bar = known.first(where: { $0.index == index }) { return (index, bar.formBar ?? 0) }
        return (index, known.last.map { (($0.formBar ?? -1) + 1) % form } ?? 0)
    }

    /// What the lead has played in the bars before, and where it would have gone on.
    private func takeUp(at index: Int, formBar: Int, _ known: [LiveBar]) -> TakeUp {
        let before = known.filter { $0.index < index }.suffix(4 + formBar % 4)
        var notes: [PartNote] = []
        var start = -before.reduce(0) { $0 + $1.meter.barTicks }
        for bar in before {
            defer { start += bar.meter.barTicks }
            let lead = bar.parts.first { $0.role == .lead }?.written ?? []
            notes += lead.map { note in
                var moved = note
                moved.start += start
                return moved
            }
        }
        // One at a time, and all of them before.
        var ascending: [PartNote] = []
        for note in TakeUp.notes(notes, before: 0) where note.start > ascending.last?.start ?? .min {
            ascending.append(note)
        }
        let onset = known.first { $0.index == index }?.parts.first { $0.role == .lead }?.written?.first
        return TakeUp(
            formBar: formBar, notes: ascending,
            onset: ascending.isEmpty ? nil : onset.map { max($0.start, 0) / MetricGrid.ticksPerSlot })
    }

    private mutating func measured(
        _ make: () throws(SamplingError) -> JamSession.Chorus
    ) throws(SamplingError) -> JamSession.Chorus {
        let start = ContinuousClock.now
        let made = try make()
        let took = start.duration(to: .now)
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        secondsABar = max(seconds / Double(made.bars.count), 0.5 * secondsABar)
        return made
    }

    // MARK: The thread

    /// Starts a thread that makes bars until the settings say stop, or the last is made.
    ///
    /// - Throws: ``SoundError/synthesizerFailed(reason:)`` where the system has no thread to give.
    public consuming func start() throws(SoundError) {
        let maker = self
        _ = try SystemThread {
            var maker = maker
            while !maker.settings.state.isStopped {
                do throws(SamplingError) {
                    if try !maker.step() { SystemThread.sleep(milliseconds: 3) }
                } catch {
                    return maker.queue.fail(error)
                }
            }
        }
    }
}

extension Ensemble {
    /// The band as a hand has turned it.
    func turned(to values: LiveSettings.Values) throws(SamplingError) -> Ensemble {
        var options = lead
        options.pitch = try SamplingOptions(
            temperature: values.temperature, topK: lead.pitch.topK, topP: lead.pitch.topP)
        var band = Ensemble(
            chart: chart.transposed(by: values.transposition), tempo: values.tempo, style: values.style,
            lead: options, arc: arc, density: values.density)
        band.swingRatio = swingRatio
        band.humanity = humanity
        return band
    }
}
