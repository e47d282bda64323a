import Harmony
package import MIDI
package import Scoring

/// Lines written out by hand.
package enum LineFixture {
    /// Notes at these onsets, each sounding `length` beats, or up to the next for nil.
    package static func notes(_ onsets: [Double], _ pitches: [Int], length: Double? = nil) -> [MeasuredNote] {
        zip(onsets, pitches).enumerated().map { index, note in
            let next = index + 1 < onsets.count ? onsets[index + 1] : note.0 + 0.5
            return MeasuredNote(onset: note.0, end: length.map { note.0 + $0 } ?? next, pitch: note.1)
        }
    }

    /// Eighths from beat 0 on.
    package static func eighths(_ pitches: [Int]) -> [MeasuredNote] {
        notes(pitches.indices.map { Double($0) / 2 }, pitches, length: 0.5)
    }

    /// Chords at beats.
    package static func changes(_ symbols: [(Double, String)]) -> [MeasuredLine.Change] {
        symbols.map { beat, symbol in
            .init(beat: beat, chord: (try? ChordParser.parse(symbol)).flatMap { MeasuredChord($0) })
        }
    }

    /// The measures of notes in so many bars of 4/4.
    package static func measures(_ notes: [MeasuredNote], bars: Int, changes: [MeasuredLine.Change] = [])
        -> SoloMeasures
    {
        SoloMeasures(notes: notes, changes: changes, barBeats: 4, bars: bars)
    }

    /// A file of one lead track and, where given, markers.
    package static func file(
        _ notes: [MeasuredNote], name: String = "lead", markers: [(Double, String)] = [], ticks: Int = 480,
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
                    end: Int((note.end * Double(ticks)).rounded())))
        }
        lead.sort()
        return MIDIFile(division: .ticksPerQuarter(ticks), tracks: [conductor, lead])
    }
}
