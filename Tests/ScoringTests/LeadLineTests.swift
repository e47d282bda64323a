import TestSupport
import JazzCorpus
import MIDI
import Numerics
import Music
import Scoring
import Testing

@Suite struct LeadLineTests {
    private func track(_ name: String, channel: Int, pitches: [Int], times: Int, beats: Double = 0.5) -> Track {
        var track = Track(name: name)
        for index in 0..<times {
            for pitch in pitches {
                let start = Int(Double(index) * beats * 480)
                track.append(
                    Note(channel: channel, pitch: pitch + index % 5, velocity: 80, start: start, end: start + 200))
            }
        }
        track.sort()
        return track
    }

    private func lead(_ tracks: [Track]) throws -> LeadLine {
        try LeadLine(MIDIFile(division: .ticksPerQuarter(480), tracks: tracks))
    }

    @Test func theNameDecides() throws {
        let tracks = [
            track("flute", channel: 0, pitches: [80], times: 90),
            track("Tenor Sax", channel: 1, pitches: [50], times: 30),
        ]
        #expect(try lead(tracks).line.notes.count == 30)
    }

    @Test func withoutANameTheLineThatIsOneDoes() throws {
        let tracks = [
            track("a", channel: 0, pitches: [60, 64, 67], times: 90), track("b", channel: 1, pitches: [40], times: 90),
            track("c", channel: 2, pitches: [70], times: 60),
        ]
        #expect(try lead(tracks).line.notes.first?.pitch == 70)
    }

    @Test func chordsAreALineTooIfThereIsNoOther() throws {
        #expect(try lead([track("piano", channel: 0, pitches: [60, 64, 67], times: 30)]).line.notes.first?.pitch == 67)
    }

    @Test func drumsAreNoLead() {
        #expect(throws: ScoreRefusal.noLead) { try lead([track("lead", channel: 9, pitches: [40], times: 90)]) }
        #expect(throws: ScoreRefusal.noLead) { try lead([Track()]) }
    }

    private func beats(_ line: MeasuredLine) -> [Double] {
        line.changes.entries.map { Double($0.start) / Double(line.ticksPerBeat) }
    }

    @Test func markersAreTakenAtTheirWord() throws {
        let file = LineFixture.file(
            LineFixture.eighths([Int](repeating: 60, count: 40)),
            markers: [(0, "Dm7"), (1.97, "G7"), (4, "Bridge"), (8, "NC"), (12, "C")])
        let lead = try LeadLine(file)
        #expect(lead.chords == .markers && lead.metre == "4/4")
        #expect(lead.line.changes.entries.map { $0.value?.root } == [2, 7, nil, 0])
        #expect(beats(lead.line)[1] == Double(Int(1.97 * 480)) / 480)
    }

    @Test func chordsAreEstimatedByHalfBars() throws {
        var piano = Track(name: "piano")
        for (half, chord) in [[48, 52, 55, 58], [53, 57, 60], [43, 59, 62, 65]].enumerated() {
            for pitch in chord {
                piano.append(
                    Note(channel: 1, pitch: pitch, velocity: 80, start: half * 1200, end: half * 1200 + 1100))
            }
        }
        var file = LineFixture.file(
            LineFixture.eighths([Int](repeating: 72, count: 40)), signature: TimeSignature(5, 4))
        file.tracks.append(piano)
        let lead = try LeadLine(file)
        #expect(lead.chords == .estimated && lead.line.barBeats == 5)
        #expect(beats(lead.line) == [0, 2.5, 5])
        #expect(lead.line.changes.entries.map { $0.value?.root } == [0, 5, 7])
        file.tracks.removeLast()
        #expect(try LeadLine(file).chords == .none)
    }

    @Test func whatCannotBeMeasuredIsToldApart() throws {
        func windows(_ notes: [PartNote], _ bars: Int?) throws -> Int {
            try LeadLine(LineFixture.file(notes)).windows(bars: bars).count
        }
        let line = LineFixture.eighths((0..<64).map { 60 + $0 % 12 })
        #expect(try windows(line, 8) == 1 && windows(line, 4) == 2 && windows(line, nil) == 1)
        #expect(throws: ScoreRefusal.tooFewNotes(found: 23, needed: 24)) { try windows(Array(line.prefix(23)), nil) }
        #expect(throws: ScoreRefusal.tooShort(bars: 8, window: 16)) { try windows(line, 16) }
        let thin = LineFixture.notes((0..<40).map { Double($0) * 4 }, (0..<40).map { 60 + $0 % 9 })
        #expect(throws: ScoreRefusal.thinWindows(window: 16, needed: 24)) { try windows(thin, 16) }
        let far = line + [PartNote(onset: 400_000, end: 400_001, pitch: 60)]
        #expect(throws: ScoreRefusal.tooLong(bars: 100_001, limit: 2048)) { try windows(far, nil) }
        #expect(try windows(far, 4) == 2)
    }

    @Test func everyRefusalIsOneLine() {
        let refusals: [ScoreRefusal] = [
            .noLead, .tooFewNotes(found: 1, needed: 24), .tooShort(bars: 1, window: 16),
            .thinWindows(window: 16, needed: 24), .tooLong(bars: 9000, limit: 2048),
        ]
        for refusal in refusals {
            #expect(!refusal.description.contains("\n") && !refusal.description.hasSuffix("."))
        }
    }

    /// Whatever can be read can be measured or is refused.
    @Test func damagedFilesDoNotTrap() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        let file = LineFixture.file(
            LineFixture.eighths((0..<80).map { 60 + $0 % 12 }), markers: [(0, "Dm7"), (4, "G7"), (8, "C")])
        let bytes = try file.encoded()
        var measured = 0
        for round in 0..<3000 {
            var damaged = bytes
            if round.isMultiple(of: 4) {
                damaged = Array(damaged.prefix(Int.random(in: 0..<bytes.count, using: &random)))
            }
            for _ in 0..<Int.random(in: 1...4, using: &random) where !damaged.isEmpty {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let file = try? MIDIFile(bytes: damaged), let lead = try? LeadLine(file) else { continue }
            for bars in [nil, 1, 16] {
                for window in (try? lead.windows(bars: bars)) ?? [] {
                    measured += 1
                    #expect(
                        Measure.allCases.allSatisfy { window.measures[$0]?.isFinite ?? true },
                        "seed \(seed) round \(round)")
                }
            }
        }
        #expect(measured > 200)
    }
}
