import Jazz
import Live
import MIDI
import Recurrent
import Sound
import TestSupport

/// A session without threads: bars are made, then played, as the test says.
struct Rehearsal {
    let settings: LiveSettings
    let queue = BarQueue()
    var maker: BarMaker
    var conductor: Conductor
    let band: Ensemble

    init(
        _ chart: String = "key: C\nDm7 | G7 | Cmaj7 | A7 | Dm7 | G7 | C6 | A7", choruses: Int? = nil,
        countsIn: Bool = false
    )
        throws
    {
        band = Ensemble(chart: try ChartParser.parse(chart), tempo: 120, style: .swing)
        settings = LiveSettings(.init(tempo: 120, temperature: 0.95, density: 1, style: .swing))
        let networks = BandNetworks(
            lead: StepEngine(try LeadFixture.network(seed: 1)), bass: try BassFixture.untrained(),
            drums: try DrumFixture.table())
        maker = BarMaker(
            band, networks: networks, seed: 5, choruses: choruses, settings: settings, queue: queue)
        conductor = Conductor(queue, settings: settings, arrangement: Arrangement(), countsIn: countsIn)
    }

    /// Makes all that is wanted.
    mutating func make() throws { while try maker.step() {} }

    /// Makes what is wanted and plays the next bar; nil at the end.
    mutating func play() throws -> EventBatch? {
        try make()
        return try conductor.nextBatch()
    }

    /// The bar that was played last.
    var last: BarQueue.Heard { queue.heard.last! }
}

/// Follows what sounds, and knows when something is wrong with it.
struct Ear {
    private(set) var sounding: Set<Int> = []
    private(set) var onsets: [Int] = []
    private(set) var faults: [String] = []
    private var end = 0.0

    mutating func hear(_ batch: EventBatch) {
        for timed in batch.messages {
            if timed.seconds < end - 1e-9 { faults.append("a message at \(timed.seconds), after \(end) was done") }
            switch timed.message {
            case .noteOn(let channel, let pitch, _):
                if !sounding.insert(channel << 7 | pitch).inserted {
                    faults.append("\(pitch) is struck while it sounds")
                }
                if channel == 0 { onsets.append(pitch) }
            case .noteOff(let channel, let pitch, _): sounding.remove(channel << 7 | pitch)
            default: break
            }
        }
        end = batch.end
    }
}
