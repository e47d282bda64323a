public import Jazz
internal import MIDI
public import Sound

/// Plays the bars of a queue one by one, at the tempo that is asked for when their turn comes.
public struct Conductor: EventSource {
    private let queue: BarQueue
    private let settings: LiveSettings
    private let arrangement: Arrangement
    /// Whether a bar of clicks comes first.
    private var countsIn: Bool
    /// Where the next bar begins, in seconds, and its number.
    private var time = 0.0
    private var number = 1
    private var last: LiveBar?
    private var programs: [Int: Int] = [:]
    /// Notes that ring on beyond their bar.
    private var held: [Held] = []
    private var loop = FourBarLoop()
    private var trader: Trader?
    private var follower: Follower?
    private let controls: PlaybackControls

    private struct Held {
        /// From the beginning of the next bar.
        var ticksLeft: Int
        var channel: Int
        var pitch: Int
    }

    /// - Parameters:
    ///   - controls: Tell when nobody listens any more.
    ///   - trader: Plays in turns with a person; nil for none.
    ///   - follower: Has the band follow that person.
    public init(
        _ queue: BarQueue, settings: LiveSettings, arrangement: Arrangement, countsIn: Bool = false,
        controls: PlaybackControls = PlaybackControls(), trader: Trader? = nil, follower: Follower? = nil
    ) {
        self.controls = controls
        self.trader = trader
        self.follower = follower
        self.queue = queue
        self.settings = settings
        self.arrangement = arrangement
        self.countsIn = countsIn
    }

    public mutating func nextBatch() throws -> EventBatch? {
        var waited = 0
        while true {
            let state = settings.state
            if state.isStopped || controls.isOver { return nil }
            if let again = loop.bar(isWanted: state.isLooping && !state.wantsEnding, after: last, in: queue) {
                return play(again, tempo: state.values.tempo, isVamp: false)
            }
            if countsIn, let first = queue.upcoming(1).first {
                countsIn = false
                return countIn(first, tempo: state.values.tempo)
            }
            if var bar = queue.take() {
                last = bar
                try trader?.take(turn: &bar, beginning: time, settings: state.values, queue: queue)
                return play(bar, tempo: state.values.tempo, isVamp: false)
            }
            if queue.isComplete {
                if let failure = queue.failure { throw failure }
                return nil
            }
            // A moment may be enough; after that the band goes over the last bar once more, without the lead.
            waited += 1
            if waited > Self.patience, var vamp = last {
                vamp.parts.removeAll { $0.role == .lead }
                return play(vamp, tempo: state.values.tempo, isVamp: true)
            }
            SystemThread.sleep(milliseconds: 2)
        }
    }

    /// Waits of 2 ms for a bar that is late.
    private static let patience = 15

    // MARK: One bar

    private mutating func play(_ next: LiveBar, tempo: Double, isVamp: Bool) -> EventBatch {
        var bar = next
        follower?.follow(&bar, beginning: time, after: queue.heard.last)
        let clock = BarClock(bar.meter, tempo: tempo, factors: bar.tempoFactors, start: time)
        var events: [(tick: Int, order: Int, message: Message)] = []
        for part in arrangement(bar.parts) where programs[part.channel] != part.program {
            programs[part.channel] = part.program
            events.append((0, 1, .programChange(channel: part.channel, program: part.program)))
        }
        let barTicks = bar.meter.barTicks
        let lead = PartRole.lead.channel
        var ringing = held.map { note in
            var note = note
            if bar.beginsAnew, note.channel == lead { note.ticksLeft = 0 }
            return note
        }
        held = []
        for part in arrangement(bar.heardParts) {
            for note in part.notes {
                // What still rings of the same pitch ends here.
                for index in ringing.indices
                where ringing[index].channel == part.channel && ringing[index].pitch == note.pitch {
                    ringing[index].ticksLeft = min(ringing[index].ticksLeft, note.start)
                }
                events.append(
                    (note.start, 2, .noteOn(channel: part.channel, pitch: note.pitch, velocity: note.velocity)))
                ringing.append(Held(ticksLeft: note.end, channel: part.channel, pitch: note.pitch))
            }
        }
        for note in ringing {
            guard note.ticksLeft <= barTicks else {
                held.append(Held(ticksLeft: note.ticksLeft - barTicks, channel: note.channel, pitch: note.pitch))
                continue
            }
            events.append((note.ticksLeft, 0, .noteOff(channel: note.channel, pitch: note.pitch, velocity: 64)))
        }
        events.sort { ($0.tick, $0.order) < ($1.tick, $1.order) }
        queue.hear(
            BarQueue.Heard(bar: bar, number: number, beats: clock.beats, tempo: tempo, isVamp: isVamp))
        defer { number += 1 }
        return batch(events, clock, number: number)
    }

    private mutating func countIn(_ bar: LiveBar, tempo: Double) -> EventBatch {
        let clock = BarClock(bar.meter, tempo: tempo, factors: (1, 1), start: time)
        let events = CountIn.clicks(bar.meter).flatMap { click in
            [
                (
                    tick: click.start, order: 2,
                    message: Message.noteOn(channel: 9, pitch: click.pitch, velocity: click.velocity)
                ),
                (tick: click.end, order: 0, message: Message.noteOff(channel: 9, pitch: click.pitch, velocity: 64)),
            ]
        }
        return batch(events, clock, number: 0)
    }

    private mutating func batch(
        _ events: [(tick: Int, order: Int, message: Message)], _ clock: BarClock, number: Int
    ) -> EventBatch {
        var batch = EventBatch(
            messages: events.map { .init(seconds: clock.seconds(atTick: $0.tick), message: $0.message) },
            beats: clock.beats.dropLast().enumerated().map {
                .init(seconds: $1, bar: number, beat: $0 + 1)
            }, end: clock.end)
        batch.tempos = clock.tempos
        time = clock.end
        return batch
    }
}

/// When the ticks of a bar come, whose tempo may change from beat to beat.
struct BarClock {
    /// When each beat begins, in seconds; at the end, when the bar ends.
    let beats: [Double]
    private(set) var tempos: [EventBatch.TempoChange] = []
    private let beatTicks: Int

    /// - Parameter factors: The tempo at the beginning and at the end, in terms of `tempo`.
    init(_ meter: Meter, tempo: Double, factors: (Double, Double), start: Double) {
        beatTicks = meter.beatTicks
        var times = [start]
        for beat in 0..<meter.beats {
            let share = Double(beat) / Double(max(meter.beats - 1, 1))
            let factor = factors.0 + (factors.1 - factors.0) * share
            let microseconds = (60e6 / (tempo * factor)).rounded()
            if tempos.last?.microsecondsPerQuarter != Int(microseconds) {
                tempos.append(.init(seconds: times[beat], microsecondsPerQuarter: Int(microseconds)))
            }
            times.append(times[beat] + microseconds * 1e-6 * Double(beatTicks) / Double(Meter.ticksPerQuarter))
        }
        beats = times
    }

    var end: Double { beats[beats.count - 1] }

    func seconds(atTick tick: Int) -> Double {
        let beat = min(max(tick / beatTicks, 0), beats.count - 2)
        return beats[beat] + (beats[beat + 1] - beats[beat]) * Double(tick - beat * beatTicks) / Double(beatTicks)
    }
}

/// Four bars that come again and again.
private struct FourBarLoop {
    private var bars: [LiveBar] = []
    private var next = 0

    /// The bar to play again; nil where the next one of the queue is due.
    mutating func bar(isWanted: Bool, after last: LiveBar?, in queue: BarQueue) -> LiveBar? {
        guard isWanted, let last, let place = last.formBar else {
            bars = []
            return nil
        }
        if bars.isEmpty {
            // To the end of the four bars first.
            guard place % 4 == 3 || place == last.form.count - 1 else { return nil }
            bars = queue.known.filter { bar in
                bar.index <= last.index && bar.index > last.index - 4
                    && bar.formBar.map { $0 / 4 == place / 4 } ?? false
            }
            // As they were heard: the lead's bars with its answer, a person's without a lead.
            let heard = queue.heard
            bars = bars.map { bar in heard.last { $0.bar.index == bar.index && !$0.isVamp }?.bar ?? bar }
            next = 0
            guard !bars.isEmpty else { return nil }
            bars[0].beginsAnew = true
        }
        defer { next += 1 }
        return bars[next % bars.count]
    }
}
