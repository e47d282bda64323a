internal import Files
internal import MIDI

/// A Standard MIDI File of format 0 that is written while it is played, and is complete after each step of the writing.
/// Where a person plays along it becomes one of format 1 at the end, with a track for them.
///
/// What is new goes behind the event that ends the track, with one of its own; then the track's length is set; then the
/// old end becomes an event that says nothing (a sequencer-specific one without data, as long as the end it was). Whoever
/// reads in between finds an end of the track, and all that was played up to it.
struct MIDIRecording {
    private static let ticksPerQuarter = 480
    private let file: GrowingFile
    private let rate: Int
    private var pending: [UInt8] = []
    /// The offset of the length of the track, of its first event, and how many bytes of events there are.
    private static let lengthOffset = 18
    private static let trackOffset = 22
    private var trackBytes: Int
    /// The last change of tempo, and the last event.
    private var tempo = (frame: Int64(0), tick: 0, microseconds: 500_000)
    private var lastTick = 0
    private let path: String
    private let person: String?

    init(_ path: String, _ options: Recorder.Options, rate: Int) throws(FileWriteError) {
        self.path = path
        person = options.person
        var track = Track()
        if !options.title.isEmpty { track.append(.text(.trackName, MIDIText(options.title)), at: 0) }
        track.append(.timeSignature(options.beats, options.unit), at: 0)
        let head = MIDIFile(
            format: .singleTrack, division: .ticksPerQuarter(Self.ticksPerQuarter), tracks: [track])
        // A name, a time signature and a title can always be written.
        let bytes = (try? head.encoded()) ?? []
        file = try GrowingFile(path, beginning: bytes)
        trackBytes = bytes.count - Self.trackOffset
        self.rate = rate
    }

    /// Adds an event, heard at a frame of the song that is no earlier than that of the one before.
    mutating func add(_ event: ScheduledEvent, at frame: Int64) {
        let seconds = Double(frame - tempo.frame) / Double(rate)
        let ticks = seconds * 1e6 / Double(tempo.microseconds) * Double(Self.ticksPerQuarter)
        let tick = max(lastTick, tempo.tick + Int(ticks.rounded()))
        // Longer silences than a file can say (150 hours) do not come.
        appendDelta(min(tick - lastTick, 0x0FFF_FFFF))
        lastTick = tick
        if event.kind == .tempo {
            tempo = (frame, tick, event.microsecondsPerQuarter)
            pending += [0xFF, 0x51, 3, event.channel, event.data1, event.data2]
        } else {
            pending += event.bytes
        }
    }

    /// Writes what was added.
    mutating func flush() throws(FileWriteError) {
        guard !pending.isEmpty else { return }
        let end: [UInt8] = [0, 0xFF, 0x2F, 0]
        try file.append(pending + end)
        let oldEnd = Self.trackOffset + trackBytes - end.count
        trackBytes += pending.count + end.count
        let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: trackBytes >> $0) }
        try file.write(length, at: Self.lengthOffset)
        try file.write([0x7F], at: oldEnd + 2)
        pending.removeAll(keepingCapacity: true)
    }

    /// Puts what a person has played, which is on a channel of its own, into a track of its own. Until then, and where
    /// that fails, it stands in the one track.
    func finish() throws(FileWriteError) {
        guard let person, let whole = try? MIDIFile.read(path, mostNotes: .max), let played = whole.tracks.first else {
            return
        }
        var band = Track()
        var own = Track(name: person)
        for event in played.events {
            // What the growing has left behind.
            if case .meta(type: 0x7F, data: []) = event.message { continue }
            let isOwn = ScheduledEvent(event.message, frame: 0).map { Int($0.channel) == Listener.channel } ?? false
            if isOwn { own.append(event.message, at: event.tick) } else { band.append(event.message, at: event.tick) }
        }
        band.endTick = played.endTick
        own.endTick = played.endTick
        let file = MIDIFile(format: .simultaneous, division: whole.division, tracks: [band, own])
        guard let bytes = try? file.encoded() else { return }
        try AtomicFile.write(bytes, to: path)
    }

    private mutating func appendDelta(_ ticks: Int) {
        for shift in [21, 14, 7] where ticks >> shift > 0 { pending.append(UInt8(ticks >> shift & 0x7F) | 0x80) }
        pending.append(UInt8(ticks & 0x7F))
    }
}
