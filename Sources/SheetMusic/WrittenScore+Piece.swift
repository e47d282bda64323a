public import Harmony
public import Music

/// Which staves a score has, and how they are written.
public struct ScoreOptions: Hashable, Sendable {
    /// Only the lead, with its chord symbols; without a lead, slashes under them.
    public var isLeadSheet = false
    /// The instruments that the lead is written for.
    public var instruments = InstrumentPitch.concert

    /// Every part, as it sounds.
    public init(isLeadSheet: Bool = false, instruments: InstrumentPitch = .concert) {
        self.isLeadSheet = isLeadSheet
        self.instruments = instruments
    }
}

/// The pitch of an instrument: the note that sounds when a written C is played.
public enum InstrumentPitch: String, Hashable, Sendable, CaseIterable {
    case concert = "C"
    /// Trumpet, clarinet, soprano and tenor saxophone.
    case bFlat = "Bb"
    /// Alto and baritone saxophone.
    case eFlat = "Eb"

    /// Semitones up to what is written, in any octave.
    private var semitones: [Int] {
        switch self {
        case .concert: [0]
        case .bFlat: [2, 14]
        case .eFlat: [-3, 9, 21]
        }
    }

    /// How a part of these pitches is written: in the octave that lies best on the staff.
    func transposition(of pitches: [Int], in key: Key) -> Transposition {
        let mean = pitches.isEmpty ? 71 : Double(pitches.reduce(0, +)) / Double(pitches.count)
        let chosen = semitones.min { abs(mean + Double($0) - 71) < abs(mean + Double($1) - 71) } ?? 0
        guard chosen != 0 else { return .concert }
        let letters = key.transposed(by: chosen).tonic.letter - key.tonic.letter
        // The number of steps with these letters that lies nearest to the semitones.
        let near = (Double(chosen) * 7 / 12 - Double(letters)) / 7
        return Transposition(semitones: chosen, steps: letters + 7 * Int(near.rounded()))
    }
}

extension WrittenScore {
    /// A piece as it is written.
    ///
    /// A part whose notes are known as they were meant (``Part/written``) is written so. Of others the meant rhythm is
    /// found as ``MetricGrid/transcribe(_:tempo:)`` does.
    ///
    /// - Parameters:
    ///   - style: Says whether eighths are swung; nil where that is not known, and they are even.
    ///   - ratio: The ratio of the long eighth to the short one, where it is not the style's.
    public init(_ piece: Piece, style: Style?, swing ratio: Double? = nil, options: ScoreOptions = ScoreOptions()) {
        let isEven = piece.barLines.meters.allSatisfy(\.countsEighths) || style == nil
        let swing =
            isEven ? .straight : ratio.map(Swing.init(exactly:)) ?? Swing(tempo: piece.tempo, style: style ?? .bossa)
        let key = piece.key ?? Chart(meter: piece.meter, bars: piece.bars).impliedKey
        let writer = PartWriter(piece: piece, key: key, swings: swing != .straight)
        let parts = piece.parts.filter { !options.isLeadSheet || $0.role == .lead }
        var written: [ScorePart] = []
        for part in parts {
            let pitch = part.role == .lead ? options.instruments : .concert
            written.append(writer.part(part, for: pitch, hasChords: written.isEmpty))
        }
        if written.isEmpty {
            let empty = Part(role: .lead, notes: [])
            written = [writer.part(empty, for: options.instruments, hasChords: true)]
            written[0].isSlashed = true
        }
        self.init(
            title: piece.title, key: key, meter: piece.meter, tempo: piece.tempo, style: style?.title ?? "",
            swing: swing == .straight ? nil : Double(swing.offbeat) / Double(Meter.ticksPerQuarter - swing.offbeat),
            bars: piece.bars, parts: written, remarks: piece.remarks)
    }
}

extension Style {
    /// The style as it stands over a first bar.
    var title: String { name.prefix(1).uppercased() + name.dropFirst().map { $0 == "-" ? " " : $0 } }
}

/// Writes the parts of a piece.
struct PartWriter {
    let piece: Piece
    let key: Key
    let swings: Bool
    private let changes: Timeline<Chord>
    private let lines: BarLines
    private let shapes: [BarShape]
    private static let tickDivisions = Meter.ticksPerQuarter / WrittenScore.divisions

    init(piece: Piece, key: Key, swings: Bool) {
        self.piece = piece
        self.key = key
        self.swings = swings
        changes = Timeline(piece.bars, meter: piece.meter)
        lines = piece.barLines
        shapes = lines.meters.map(BarShape.init)
    }

    func part(_ part: Part, for pitch: InstrumentPitch, hasChords: Bool) -> ScorePart {
        let isDrums = part.role == .drums
        let transposition =
            isDrums ? .concert : pitch.transposition(of: part.notes.map(\.pitch), in: key)
        var result = piece.bars.map { _ in ScoreMeasure(voices: []) }
        if Self.isKeyboard(part) {
            // One rhythm in two hands.
            let hands = Hands(rhythm(of: part, notes: part.written ?? part.notes))
            for hand in [hands.right, hands.left] {
                for (index, events) in measures(hand, false, transposition).enumerated() {
                    result[index].voices.append(events)
                }
            }
            return score(part, transposition, hasChords, (.treble, .bass), result)
        }
        for (place, notes) in voices(of: part).enumerated() {
            let measures = self.measures(rhythm(of: part, notes: notes), isDrums, transposition)
            for (index, events) in measures.enumerated() {
                // The feet rest where nothing is written for them.
                if place == 0 || events.contains(where: { !$0.notes.isEmpty }) {
                    result[index].voices.append(events)
                }
            }
        }
        return score(part, transposition, hasChords, (clef(of: part, written: transposition), nil), result)
    }

    private func score(
        _ part: Part, _ transposition: Transposition, _ hasChords: Bool, _ clefs: (Clef, Clef?),
        _ measures: [ScoreMeasure]
    ) -> ScorePart {
        ScorePart(
            name: part.name.prefix(1).uppercased() + part.name.dropFirst(), program: part.program,
            channel: part.channel, isDrums: part.role == .drums, clef: clefs.0, lowerClef: clefs.1,
            transposition: transposition, hasChords: hasChords, measures: measures)
    }

    /// Whether a part is read from two staves: chords on a piano, an organ, a celesta, an accordion.
    private static func isKeyboard(_ part: Part) -> Bool {
        part.role == .chords && [0...8, 16...21, 23...23].contains { $0.contains(part.program) }
    }

    private func rhythm(of part: Part, notes: [PartNote]) -> WrittenRhythm {
        guard part.written != nil else {
            // The notes of a line may follow each other faster than those of a chord are struck.
            return WrittenRhythm(
                heard(notes, together: part.role == .lead ? 12 : 30), lines: lines, swings: swings)
        }
        return part.isNotated
            ? WrittenRhythm(notated: notes, lines: lines)
            : WrittenRhythm(Self.meant(notes), lines: lines, swings: swings)
    }

    /// Hands and feet apart, on the drums.
    private func voices(of part: Part) -> [[PartNote]] {
        guard part.role == .drums else { return [part.written ?? part.notes] }
        return [
            part.notes.filter { !DrumStaff.isFoot($0.pitch) }, part.notes.filter { DrumStaff.isFoot($0.pitch) },
        ]
    }

    private func clef(of part: Part, written: Transposition) -> Clef {
        switch part.role {
        case .drums: return .percussion
        case .bass: return .bassOctaveBelow
        default:
            let pitches = part.notes.map { $0.pitch + written.semitones }
            let mean = pitches.isEmpty ? 71 : pitches.reduce(0, +) / pitches.count
            return mean >= 60 ? .treble : mean >= 53 ? .trebleOctaveBelow : .bass
        }
    }

    private func measures(_ rhythm: WrittenRhythm, _ isDrums: Bool, _ written: Transposition) -> [[ScoreEvent]] {
        let writtenKey = key.transposed(by: written.semitones)
        let strokes = rhythm.strokes
        let heads = strokes.indices.map { index in
            let next = index + 1 < strokes.count ? strokes[index + 1].pitches.last : nil
            return self.heads(strokes[index], next: next, isDrums, written, in: writtenKey)
        }
        var first = 0
        return piece.bars.indices.map { index in
            let bar = BarWriter(
                shape: shapes[index], start: lines.starts[index] / Self.tickDivisions,
                tripletBeats: rhythm.tripletBeats)
            while first < strokes.count, strokes[first].end <= bar.start { first += 1 }
            let sounding = strokes.indices[first...].prefix { strokes[$0].start < bar.start + bar.shape.length }
            var events = bar.events(sounding.map { (strokes[$0].start, strokes[$0].end, heads[$0]) })
            if !isDrums { Spelling.markAccidentals(&events, in: writtenKey) }
            return events
        }
    }

    private func heads(
        _ stroke: WrittenRhythm.Stroke, next: Int?, _ isDrums: Bool, _ written: Transposition, in key: Key
    ) -> [ScoreNote] {
        if isDrums { return DrumStaff.heads(stroke.pitches) }
        let chord = changes.chord(at: stroke.start * Self.tickDivisions)?.transposed(by: written.semitones, in: key)
        return stroke.pitches.map { pitch in
            let height = pitch + written.semitones
            let name = Spelling.name(of: height, on: chord, in: key, next: next.map { $0 + written.semitones })
            return ScoreNote(pitch: pitch, name: name, octave: Spelling.octave(of: height, as: name))
        }
    }

    /// Notes that stand on the grid already.
    private static func meant(_ notes: [PartNote]) -> [WrittenRhythm.GridNote] {
        notes.map {
            WrittenRhythm.GridNote(
                slot: $0.start / MetricGrid.ticksPerSlot, end: $0.end / MetricGrid.ticksPerSlot, pitch: $0.pitch)
        }
    }

    /// Notes as they were played, put on the grid.
    private func heard(_ notes: [PartNote], together: Int) -> [WrittenRhythm.GridNote] {
        let quarter = Double(Meter.ticksPerQuarter)
        var onsets: [Int] = []
        var groups: [Int] = []
        for note in notes.sorted(by: { ($0.start, $0.pitch) < ($1.start, $1.pitch) }) {
            if let last = onsets.last, note.start - last <= together {
                groups.append(onsets.count - 1)
            } else {
                onsets.append(note.start)
                groups.append(onsets.count - 1)
            }
        }
        let slots = MetricGrid.transcribe(onsets.map { Double($0) / quarter }, tempo: piece.tempo).slots
        let sorted = notes.sorted { ($0.start, $0.pitch) < ($1.start, $1.pitch) }
        return zip(sorted, groups).compactMap { note, group in
            guard let slot = slots[group] else { return nil }
            let end = (Double(note.end) / quarter * Double(MetricGrid.slotsPerBeat)).rounded()
            return WrittenRhythm.GridNote(slot: max(0, slot), end: max(Int(end), slot + 1), pitch: note.pitch)
        }
    }
}
