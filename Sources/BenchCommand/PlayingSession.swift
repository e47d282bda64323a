import Commands
import Jazz
import Live
import MIDI
import Numerics
import Repertoire
import Sound
import Synchronization

/// A band that invents, with the thread that makes its bars.
struct Session {
    let settings: LiveSettings
    let queue = BarQueue()
    let controls = PlaybackControls()
    let listener: Listener?
    private let band: Ensemble
    private let networks: BandNetworks

    private static let chart = """
        key: Bb
        Bb7 | Eb7 | Bb7 | Fm7 Bb7 | Eb7 | Edim7 | Bb7 | Dm7b5 G7b9 | Cm7 | F7 | Bb7 G7 | Cm7 F7
        """

    /// - Parameter directory: Where a person is listened to; nil for nobody.
    init(_ models: BandModels, tempo: Double, tradesIn directory: String? = nil) throws {
        band = Ensemble(chart: try ChartParser.parse(Self.chart), tempo: tempo, style: .swing)
        networks = models.networks
        settings = LiveSettings(.init(tempo: tempo, temperature: 0.9, density: 1, style: .swing))
        do throws(SoundError) {
            // A pipe that nobody writes to: what the person plays is put in by hand.
            listener = if directory != nil { try Listener("/dev/null") } else { nil }
            try BarMaker(band, networks: networks, seed: 3, choruses: nil, settings: settings, queue: queue).start()
        } catch {
            throw Failure(error)
        }
    }

    var conductor: Conductor {
        Conductor(
            queue, settings: settings, arrangement: Arrangement(), controls: controls,
            trader: listener.map {
                Trader(
                    band, networks: networks, seed: 3, length: .bars(4), listener: $0, controls: controls)
            })
    }

    var picture: StagePicture {
        var picture = StagePicture(values: settings.values)
        picture.title = "a blues"
        picture.time = controls.seconds
        picture.heard = queue.heard.suffix(8)
        picture.upcoming = queue.upcoming(8)
        picture.readyBars = queue.readyCount
        return picture
    }
}

/// What a band plays, with a click in place of each note of a part, or of each bar, and the times that were meant.
struct Clicked: EventSource {
    final class Times: Sendable {
        private let times = Mutex<[Double]>([])
        func withLock<Result>(_ body: (inout sending [Double]) -> sending Result) -> Result { times.withLock(body) }
    }

    private var conductor: Conductor
    private let channel: Int?
    let times = Times()

    /// - Parameter channel: Whose notes; nil for the bars.
    init(_ conductor: Conductor, of channel: Int?) {
        self.conductor = conductor
        self.channel = channel
    }

    mutating func nextBatch() throws -> EventBatch? {
        guard var batch = try conductor.nextBatch() else { return nil }
        var found: [Double] = []
        if let channel {
            for timed in batch.messages {
                guard case .noteOn(channel, _, _) = timed.message else { continue }
                // Apart, so that each is an onset of its own.
                if timed.seconds - (found.last ?? times.withLock { $0.last } ?? -1) > 0.06 {
                    found.append(timed.seconds)
                }
            }
        } else {
            found = batch.beats.filter { $0.beat == 1 }.map(\.seconds)
        }
        let kept = found
        times.withLock { $0 += kept }
        batch.messages = found.flatMap { time in
            [
                EventBatch.TimedMessage(seconds: time, message: .noteOn(channel: 9, pitch: 60, velocity: 127)),
                .init(seconds: time + 0.02, message: .noteOff(channel: 9, pitch: 60, velocity: 0)),
            ]
        }
        return batch
    }
}

/// A tone that is struck again every twentieth of a second, so that it comes back after a mute.
struct Tone: EventSource {
    private var time = 0.0

    mutating func nextBatch() -> EventBatch? {
        var batch = EventBatch(
            messages: [
                .init(seconds: time, message: .noteOff(channel: 0, pitch: 60, velocity: 0)),
                .init(seconds: time, message: .noteOn(channel: 0, pitch: 60, velocity: 127)),
            ], end: time + 0.05)
        if time == 0 {
            batch.messages.insert(.init(seconds: 0, message: .programChange(channel: 0, program: 1)), at: 0)
        }
        time += 0.05
        return batch
    }
}

/// A person who plays something else in each turn, at another tempo, and counts the answers.
struct Caller: EventSource {
    final class Tally: Sendable {
        private let counts = Mutex((asked: 0, answered: 0))
        func withLock<Result>(
            _ body: (inout sending (asked: Int, answered: Int)) -> sending Result
        ) -> Result { counts.withLock(body) }
    }

    private var conductor: Conductor
    private let session: Session
    private let calls: Int
    private var random = Xoshiro256StarStar(seed: 14)
    let tally = Tally()

    init(_ session: Session, calls: Int) {
        self.session = session
        self.calls = calls
        conductor = session.conductor
    }

    mutating func nextBatch() throws -> EventBatch? {
        if tally.withLock({ $0.asked }) >= calls { return nil }
        guard let batch = try conductor.nextBatch(), let heard = session.queue.heard.last else { return nil }
        switch heard.bar.turn {
        case .person?:
            if heard.bar.index % 4 == 0 { session.settings.values.tempo = Double.random(in: 60...300, using: &random) }
            let (start, end) = (heard.beats[0], heard.beats[heard.beats.count - 1])
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let time = Double.random(in: start..<end, using: &random)
                session.listener?.hear(pitch: Int.random(in: 48...84, using: &random), at: time, for: 0.15)
            }
        case .lead? where heard.bar.index % 4 == 0:
            let isAnswer = heard.bar.notes(.lead).first.map { $0.start < Meter.ticksPerQuarter } ?? false
            tally.withLock { $0 = ($0.asked + 1, $0.answered + (isAnswer && !heard.isVamp ? 1 : 0)) }
        default: break
        }
        return batch
    }
}
