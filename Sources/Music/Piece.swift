public import Harmony
public import MIDI

/// A finished piece: its chart as played, and the parts.
public struct Piece: Hashable, Sendable {
    /// The title.
    public var title: String
    /// The key; nil when unknown.
    public var key: Key?
    /// The bars played.
    public var bars: [ChartBar]
    /// The time signature, of all bars that have none of their own.
    public var meter: Meter
    /// Quarter notes a minute, above zero.
    public var tempo: Double
    /// The parts, in the order of their tracks.
    public var parts: [Part]
    /// Lines of text for the file: the seed and options it was made with.
    public var remarks: [String]

    /// A piece.
    public init(
        title: String, key: Key? = nil, bars: [ChartBar], meter: Meter, tempo: Double, parts: [Part],
        remarks: [String] = []
    ) {
        precondition(tempo > 0, "a tempo of \(tempo)")
        self.title = title
        self.key = key
        self.bars = bars
        self.meter = meter
        self.tempo = tempo
        self.parts = parts
        self.remarks = remarks
    }

    /// The length in ticks.
    public var ticks: Int { barLines.ticks }

    /// Where its bars begin.
    public var barLines: BarLines { BarLines(bars, meter: meter) }

    /// The piece as a Standard MIDI File of format 1 at 480 ticks a quarter note.
    ///
    /// The first track holds title, tempo, time and key signature, the remarks as text, and each chord as a marker where
    /// it enters; then comes a track for each part. Every track ends exactly where the last bar does.
    public func midiFile() -> MIDIFile {
        let ticks = ticks
        var tracks = [conductor()]
        for part in parts {
            var track = Track(name: part.name)
            track.append(.programChange(channel: part.channel, program: part.program), at: 0)
            for note in part.tidied(limit: ticks).notes {
                track.append(
                    Note(
                        channel: part.channel, pitch: note.pitch, velocity: min(max(note.velocity, 1), 127),
                        start: note.start, end: note.end))
            }
            for pedal in part.pedals where pedal.lowerBound < ticks {
                track.append(.controlChange(channel: part.channel, controller: 64, value: 127), at: pedal.lowerBound)
                track.append(
                    .controlChange(channel: part.channel, controller: 64, value: 0), at: min(pedal.upperBound, ticks))
            }
            track.sort()
            track.endTick = ticks
            tracks.append(track)
        }
        return MIDIFile(
            format: .simultaneous, division: .ticksPerQuarter(Meter.ticksPerQuarter), tracks: tracks)
    }

    private func conductor() -> Track {
        var track = Track(name: title)
        for remark in remarks { track.append(.text(remark), at: 0) }
        track.append(.tempo(beatsPerMinute: tempo), at: 0)
        let lines = barLines
        let first = lines.meters.first ?? meter
        track.append(.timeSignature(first.beats, first.unit), at: 0)
        for (bar, (before, own)) in zip(lines.meters, lines.meters.dropFirst()).enumerated()
        where (before.beats, before.unit) != (own.beats, own.unit) {
            track.append(.timeSignature(own.beats, own.unit), at: lines.starts[bar + 1])
        }
        if let key, (-7...7).contains(key.signature) {
            track.append(.keySignature(sharps: key.signature, isMinor: key.isMinor), at: 0)
        }
        for span in Timeline(bars, meter: meter).spans(until: lines.ticks) {
            track.append(.marker(span.chord.marker), at: span.start)
        }
        track.endTick = lines.ticks
        return track
    }
}
