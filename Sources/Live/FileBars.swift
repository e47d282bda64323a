public import Jazz
package import MIDI

/// A MIDI file bar by bar, as the stage shows it.
public struct FileBars: Sendable {
    /// The bars, each with when its beats come, in seconds of the piece.
    let bars: [BarQueue.Heard]
    /// Bars of the piece; of one with very many the first few thousand are shown.
    public let count: Int
    /// Whose notes there are, and on which channels, one bit each.
    public let channels: [PartRole: UInt16]

    public var roles: [PartRole] { PartRole.allCases.filter { channels[$0] != nil } }

    /// More bars than any tune has.
    private static let most = 4000

    /// - Parameter file: Any file; of one of format 2 the first pattern is shown, as it is the one that is played.
    package init(_ whole: MIDIFile) {
        let file = whole.patterns.first ?? whole
        let map = file.barMap
        let tempoMap = file.tempoMap
        count = file.barCount
        let shown = min(count, Self.most)
        let (roles, masks) = Self.roles(of: file)
        channels = masks
        // Without chords there is no chart.
        let chart = try? Chart(file)
        let form = chart.map { Array($0.bars.prefix(shown)) } ?? []
        let empty = ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)])
        var spans: [(start: Int, length: Int, meter: Meter)] = []
        for bar in 0..<shown {
            let start = map.tick(ofBar: bar)
            let signature = map.signature(atTick: start)
            // A metre that the band does not know is shown as one that it does, as long as its bar.
            let meter = signature.denominator.flatMap { Meter(beats: signature.numerator, unit: $0) } ?? .common
            spans.append((start, max(map.tick(ofBar: bar + 1) - start, 1), meter))
        }
        var notes = [[PartRole: [PartNote]]](repeating: [:], count: shown)
        for note in file.notes {
            let bar = map.position(atTick: note.start).bar
            guard bar < shown, let role = roles[note.channel] else { continue }
            let span = spans[bar]
            func ticks(_ length: Int) -> Int { length * span.meter.barTicks / span.length }
            notes[bar][role, default: []].append(
                PartNote(
                    start: ticks(note.start - span.start), duration: max(ticks(min(note.end - note.start, 1 << 32)), 1),
                    pitch: note.pitch, velocity: note.velocity))
        }
        bars = spans.enumerated().map { index, span in
            let bar = LiveBar(
                index: index, chorus: 1, formBar: form.indices.contains(index) ? index : nil,
                chords: form.indices.contains(index) ? form[index] : empty, form: form, meter: span.meter,
                formMeter: span.meter, style: .swing,
                parts: PartRole.allCases.compactMap { role in notes[index][role].map { Part(role: role, notes: $0) } })
            let beats = (0...span.meter.beats).map { beat in
                tempoMap.seconds(atTick: span.start + span.length * beat / span.meter.beats)
            }
            return BarQueue.Heard(
                bar: bar, number: index + 1, beats: beats,
                tempo: tempoMap.beatsPerMinute(atTick: span.start) ?? 120, isVamp: false)
        }
    }

    /// The bars up to a time, and those behind it, as many as a screen shows.
    public func around(_ seconds: Double) -> (heard: [BarQueue.Heard], upcoming: [LiveBar]) {
        let next = bars.firstIndex { $0.beats[0] > seconds } ?? bars.count
        return (Array(bars[max(next - 8, 0)..<next]), bars[next..<min(next + 8, bars.count)].map(\.bar))
    }

    /// Who plays on a channel, by its program: the drums, basses, what plays chords, and all else as a lead.
    private static func roles(of file: MIDIFile) -> (roles: [Int: PartRole], channels: [PartRole: UInt16]) {
        var programs: [Int: Int] = [:]
        for choice in file.programs where programs[choice.channel] == nil { programs[choice.channel] = choice.program }
        var roles: [Int: PartRole] = [:]
        var channels: [PartRole: UInt16] = [:]
        for channel in Set(file.notes.map(\.channel)) where (0...15).contains(channel) {
            let role: PartRole
            switch (channel, programs[channel] ?? 0) {
            case (9, _): role = .drums
            // The lead's own channel in what the band has written, whatever it plays on.
            case (0, _) where programs.count > 1: role = .lead
            case (_, 32..<40): role = .bass
            case (_, 0..<32), (_, 48..<56), (_, 88..<96): role = .chords
            default: role = .lead
            }
            roles[channel] = role
            channels[role, default: 0] |= 1 << UInt16(channel)
        }
        return (roles, channels)
    }
}
