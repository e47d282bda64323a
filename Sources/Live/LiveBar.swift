public import Jazz

/// A bar that is ready to be played.
public struct LiveBar: Sendable {
    /// Its place among all the bars that were made, from 0.
    public var index: Int
    /// The chorus it belongs to, from 1.
    public var chorus: Int
    /// The bar of the form, from 0; nil for a last bar that is none of it.
    public var formBar: Int?
    /// Its chords.
    public var chords: ChartBar
    /// The form it belongs to.
    public var form: [ChartBar]
    /// Its metre, and that of the bars of the form that name none.
    public var meter: Meter
    public var formMeter: Meter
    public var style: Style
    /// What everyone plays: the notes that begin in this bar, in ticks from its start. What was written, likewise.
    public var parts: [Part]
    /// Whether the lead does not go on from the bar before.
    public var beginsAnew = false
    /// Its tempo at the beginning and at the end, in terms of what is played.
    public var tempoFactors = (1.0, 1.0)
    /// Whose bar it is, where a person and the lead play in turns.
    public var turn: Turn?
    /// Whether the music ends with it.
    public var isFinal = false
    /// How loud it is played, in terms of its notes' velocities.
    public var loudness = 1.0
    /// Whether the band leaves room for someone who plays outside the chords: the piano lays out, and the bass keeps to
    /// their roots.
    public var isThin = false

    public enum Turn: Sendable {
        case person, lead
    }

    /// A part's notes, as they are heard.
    public func notes(_ role: PartRole) -> [PartNote] {
        parts.first { $0.role == role }.map { heard($0).notes } ?? []
    }

    /// The parts as they are heard.
    public var heardParts: [Part] { parts.map(heard) }

    private func heard(_ part: Part) -> Part {
        var part = part
        if isThin {
            if part.role == .chords { part.notes = [] }
            if part.role == .bass { part.notes = part.notes.map(rooted) }
        }
        if loudness != 1 {
            for index in part.notes.indices {
                let velocity = (Double(part.notes[index].velocity) * loudness).rounded()
                part.notes[index].velocity = Int(min(max(velocity, 1), 127))
            }
        }
        return part
    }

    /// The root of the chord, or the bass that it names, that is nearest to a bass note.
    private func rooted(_ note: PartNote) -> PartNote {
        let chord = chords.chord(at: min(max(note.start, 0) / meter.beatTicks, meter.beats - 1))
        guard !chord.scale.isEmpty else { return note }
        var note = note
        let up = (chord.bass - note.pitch % 12 + 12) % 12
        note.pitch += up > 6 ? up - 12 : up
        return note
    }

    /// How much an ending slows down: the two bars before the last, and the last one.
    static let ritardando = [(1.0, 0.92), (0.92, 0.72), (0.66, 0.62)]
}

extension JamSession.Chorus {
    /// The bars one by one.
    ///
    /// - Parameters:
    ///   - number: Which chorus it is, from 1.
    ///   - isNew: Whether the lead does not go on from what came before.
    func liveBars(number: Int, form: Chart, style: Style, isNew: Bool) -> [LiveBar] {
        let lines = BarLines(bars, meter: form.meter)
        var result = bars.indices.map { bar in
            let place = formBar + bar
            return LiveBar(
                index: firstBar + bar, chorus: number, formBar: place < form.bars.count ? place : nil,
                chords: bars[bar], form: form.bars, meter: lines.meters[bar], formMeter: form.meter, style: style,
                parts: [])
        }
        for part in parts {
            var shares = [[PartNote]](repeating: [], count: bars.count)
            var written = shares
            func share(_ note: PartNote, _ shares: inout [[PartNote]]) {
                let bar = lines.bar(at: note.start - ticks.lowerBound)
                var moved = note
                moved.start -= ticks.lowerBound + lines.starts[bar]
                shares[bar].append(moved)
            }
            for note in part.notes { share(note, &shares) }
            for note in part.written ?? [] { share(note, &written) }
            for bar in bars.indices {
                var copy = part
                copy.notes = shares[bar]
                copy.written = part.written == nil ? nil : written[bar]
                result[bar].parts.append(copy)
            }
        }
        result[0].beginsAnew = isNew
        if isEnding {
            result[bars.count - 1].isFinal = true
            for (bar, factors) in zip(result.indices.reversed(), LiveBar.ritardando.reversed()) {
                result[bar].tempoFactors = factors
            }
        }
        return result
    }
}
