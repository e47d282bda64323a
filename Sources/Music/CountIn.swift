public import Harmony

/// Clicks that tell the tempo before a piece begins.
public enum CountIn {
    /// How many bars can be counted.
    public static let bars = 1...4

    /// General MIDI's side stick.
    private static let sideStick = 37
    private static let ticks = 60

    /// A click on each beat of a bar, of compound metres on each dotted one; the first is the loudest. Times are in ticks.
    public static func clicks(_ meter: Meter) -> [PartNote] {
        stride(from: 0, to: meter.beats, by: meter.isCompound ? 3 : 1).map { beat in
            PartNote(
                start: beat * meter.beatTicks, duration: ticks, pitch: sideStick, velocity: beat == 0 ? 110 : 90)
        }
    }
}

extension Piece {
    /// The piece with bars of clicks before it, in the metre of its first bar; the drums play them, or are there for them
    /// alone.
    public func countedIn(by count: Int) -> Piece {
        guard count > 0 else { return self }
        let first = bars.first?.meter ?? meter
        var piece = self
        let silence = ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)], meter: bars.first?.meter)
        piece.bars.insert(contentsOf: Array(repeating: silence, count: count), at: 0)
        let ticks = count * first.barTicks
        func later(_ notes: [PartNote], by ticks: Int) -> [PartNote] {
            notes.map {
                PartNote(start: $0.start + ticks, duration: $0.duration, pitch: $0.pitch, velocity: $0.velocity)
            }
        }
        piece.parts = parts.map { part in
            var part = part
            part.notes = later(part.notes, by: ticks)
            part.written = part.written.map { later($0, by: ticks) }
            part.pedals = part.pedals.map { $0.lowerBound + ticks..<$0.upperBound + ticks }
            return part
        }
        let clicks = (0..<count).flatMap { later(CountIn.clicks(first), by: $0 * first.barTicks) }
        if let drums = piece.parts.firstIndex(where: { $0.role == .drums }) {
            piece.parts[drums].notes.insert(contentsOf: clicks, at: 0)
            piece.parts[drums].written?.insert(contentsOf: clicks, at: 0)
        } else {
            piece.parts.append(Part(role: .drums, notes: clicks))
        }
        return piece
    }

    /// The piece with the piano's pedal held through each chord, as in ballads, and changed with it and with the bar.
    public func pedalled() -> Piece {
        var piece = self
        guard let chords = parts.firstIndex(where: { $0.role == .chords }) else { return self }
        let onsets = parts[chords].notes.map(\.start)
        let lines = barLines
        for (index, bar) in bars.enumerated() {
            let starts = bar.chords.map { lines.tick(bar: index, beat: $0.beat) } + [lines.starts[index + 1]]
            for (start, end) in zip(starts, starts.dropFirst()) {
                // What sounds a little before its chord belongs to it.
                guard let first = onsets.first(where: { $0 > start - 120 && $0 < end }) else { continue }
                // The foot comes down behind the keys and goes up with the chord.
                let down = max(first, start) + 40
                if down < end - 20 { piece.parts[chords].pedals.append(down..<end - 20) }
            }
        }
        return piece
    }
}
