import Harmony
package import MIDI
package import Music
package import Scoring

/// Lines written out by hand.
package enum LineFixture {
    /// Notes at these onsets, each sounding `length` beats, or up to the next for nil.
    package static func notes(_ onsets: [Double], _ pitches: [Int], length: Double? = nil) -> [PartNote] {
        zip(onsets, pitches).enumerated().map { index, note in
            let next = index + 1 < onsets.count ? onsets[index + 1] : note.0 + 0.5
            return PartNote(onset: note.0, end: length.map { note.0 + $0 } ?? next, pitch: note.1)
        }
    }

    /// Eighths from beat 0 on.
    package static func eighths(_ pitches: [Int]) -> [PartNote] {
        notes(pitches.indices.map { Double($0) / 2 }, pitches, length: 0.5)
    }

    /// Chords at beats.
    package static func changes(_ symbols: [(Double, String)]) throws -> Timeline<MeasuredChord?> {
        Timeline(
            try symbols.map { beat, symbol in
                .init(start: ticks(beat), value: MeasuredChord(try ChordParser.parse(symbol)))
            })
    }

    /// Ticks in a beat: so many that hundredths and thirty-seconds are whole.
    package static let ticksPerBeat = 48_000

    package static func ticks(_ beats: Double) -> Int { Int((beats * Double(ticksPerBeat)).rounded()) }

    /// The measures of notes in so many bars of 4/4.
    package static func measures(_ notes: [PartNote], bars: Int, changes: Timeline<MeasuredChord?> = Timeline())
        -> SoloMeasures
    {
        SoloMeasures(notes: notes, changes: changes, ticksPerBeat: ticksPerBeat, barBeats: 4, bars: bars)
    }

    /// A file of one lead track and, where given, markers.
    package static func file(
        _ notes: [PartNote], name: String = "lead", markers: [(Double, String)] = [], ticks: Int = 480,
        signature: TimeSignature = .common
    ) -> MIDIFile {
        var conductor = Track(name: "")
        conductor.append(.timeSignature(signature.numerator, signature.denominator ?? 4), at: 0)
        for (beat, symbol) in markers { conductor.append(.marker(symbol), at: Int(beat * Double(ticks))) }
        var lead = Track(name: name)
        for note in notes {
            lead.append(
                Note(
                    channel: 0, pitch: note.pitch, velocity: 90, start: Int((note.onset * Double(ticks)).rounded()),
                    end: Int((note.stop * Double(ticks)).rounded())))
        }
        lead.sort()
        return MIDIFile(division: .ticksPerQuarter(ticks), tracks: [conductor, lead])
    }
}

/// Notes by beats.
extension PartNote {
    package init(onset: Double, end: Double, pitch: Int) {
        let start = LineFixture.ticks(onset)
        self.init(start: start, duration: LineFixture.ticks(end) - start, pitch: pitch, velocity: 90)
    }

    /// When it begins, in beats.
    package var onset: Double { Double(start) / Double(LineFixture.ticksPerBeat) }
    /// When it stops, in beats.
    package var stop: Double { Double(end) / Double(LineFixture.ticksPerBeat) }
}

extension MeasuredLine {
    /// A line without changes, by beats.
    package init(_ notes: [PartNote], barBeats: Double = 4) {
        self.init(notes: notes, changes: Timeline(), ticksPerBeat: LineFixture.ticksPerBeat, barBeats: barBeats)
    }
}
