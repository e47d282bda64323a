import Jazz
import MIDI
import Recurrent
import TestSupport
import Testing

@Suite struct EnsembleTests {
    static func band(_ text: String = "Dm7 | G7 | Cmaj7 | A7", style: Style = .swing) throws -> Ensemble {
        Ensemble(chart: try ChartParser.parse(text), tempo: 160, style: style)
    }

    /// Untrained players: the rules alone must hold the piece together.
    static func networks(seed: UInt64 = 1) throws -> BandNetworks {
        BandNetworks(
            lead: StepEngine(try LeadFixture.network(seed: seed)), bass: try BassFixture.untrained(),
            drums: try DrumFixture.table())
    }

    @Test(arguments: [1, 2, 3, 7, 16, 33, 64, 512])
    func aPieceIsExactlyAsLongAsAsked(bars: Int) throws {
        let piece = try Self.band().piece(
            bars: bars, networks: Self.networks(), seed: 5)
        let file = try MIDIFile(bytes: piece.midiFile().encoded())
        #expect(file.lengthInTicks == bars * 1920)
        #expect(file.tracks.allSatisfy { $0.endTick == bars * 1920 })
        #expect(file.barCount == bars)
        #expect(file.notes.allSatisfy { $0.end <= bars * 1920 && $0.start < $0.end })
        #expect(file.trackNames.dropFirst() == ["lead", "chords", "bass", "drums"])
    }

    @Test(arguments: ["time: 3/4\nCmaj7 | F7", "time: 5/4\nDm7", "time: 6/8\nDm7 | G7", "time: 2/4\nC6 | G7"])
    func otherMetresKeepTheirBars(chart: String) throws {
        let band = try Self.band(chart, style: .swing)
        let piece = try band.piece(
            bars: 9, networks: Self.networks(), seed: 5)
        #expect(piece.midiFile().lengthInTicks == 9 * band.chart.meter.barTicks)
    }

    @Test func theSeedDecidesEverything() throws {
        let networks = try Self.networks(seed: 2)
        let band = try Self.band()
        let first = try band.piece(bars: 8, networks: networks, seed: 7)
        #expect(try first == band.piece(bars: 8, networks: networks, seed: 7))
        #expect(try first.parts != band.piece(bars: 8, networks: networks, seed: 8).parts)
    }

    @Test func everyChordIsAMarker() throws {
        let piece = try Self.band().piece(
            bars: 4, networks: Self.networks(), seed: 5)
        #expect(piece.midiFile().markers.map(\.text) == ["Dm7", "G7", "Cmaj7", "A7"])
        #expect(piece.midiFile().markers.map(\.tick) == [0, 1920, 3840, 5760])
    }

    @Test func aJamSessionGoesOnWithoutGapsOrOverlaps() throws {
        let band = try Self.band()
        var session = try JamSession(
            band, networks: Self.networks(seed: 3), seed: 9)
        var end = 0
        var lead: [PartNote] = []
        for chorus in 0..<20 {
            let next = try session.nextChorus()
            #expect(next.ticks == end..<end + 4 * 1920 && next.firstBar == chorus * 4)
            end = next.ticks.upperBound
            for part in next.parts {
                #expect(part.notes.allSatisfy { next.ticks.contains($0.start) })
                if part.role == .lead { lead += part.notes }
            }
        }
        #expect(zip(lead, lead.dropFirst()).allSatisfy { $0.end <= $1.start })
        #expect(zip(lead, lead.dropFirst()).allSatisfy { $1.start - $0.start <= 2 * 1920 + 60 })
    }

    @Test func introAndFinalBarAreAddedToTheBars() throws {
        var band = try Self.band("key: C\nDm7 | G7 | Cmaj7 | A7")
        band.introBars = 6
        band.hasFinalBar = true
        let piece = try band.piece(bars: 8, networks: Self.networks(), seed: 3)
        #expect(piece.bars.count == 15 && piece.ticks == 15 * 1920)
        #expect(
            piece.bars.map { $0.chord(at: 0).symbol }.prefix(7) == ["Cmaj7", "A7", "Dm7", "G7", "Cmaj7", "A7", "Dm7"])
        #expect(piece.bars[14].chord(at: 0).symbol == "C6")
        let lead = try #require(piece.parts.first { $0.role == .lead })
        #expect(lead.notes.allSatisfy { $0.start >= 6 * 1920 })
        let last = try #require(lead.notes.last)
        #expect(piece.bars[last.start / 1920].chord(at: last.start % 1920 / 480).tones.contains(last.pitch))
    }

    @Test func theLeadEndsOnAChordToneForAnySeed() throws {
        let band = try Self.band("Dm7 | G7 | Cmaj7 | Bbm6 | Fmaj7")
        let networks = try Self.networks()
        let first = UInt64.random(in: 0...1 << 40)
        for seed in first..<first + 60 {
            let piece = try band.piece(bars: 1 + Int(seed % 5), networks: networks, seed: seed)
            let last = try #require(piece.parts[0].notes.last, "seed \(seed)")
            // The grid's slot, not the sounding tick, decides which chord counts; both sides of a change are allowed for.
            let tones = [last.start, last.start - 100, last.start + 100].map { tick in
                piece.bars[min(max(tick / 1920, 0), piece.bars.count - 1)].chord(at: tick % 1920 / 480).tones
            }
            #expect(tones.contains { $0.contains(last.pitch) }, "seed \(seed)")
        }
    }

    @Test func takesShareTheBand() throws {
        let band = try Self.band()
        let networks = try Self.networks()
        let one = try band.piece(bars: 16, networks: networks, seed: 4)
        let other = try band.piece(bars: 16, networks: networks, seed: 4, take: 3)
        #expect(one.parts[0] != other.parts[0] && one.parts[2] == other.parts[2] && one.parts[3] == other.parts[3])
        let critic = try CriticFixture.critic()
        let best = try band.bestPiece(bars: 16, networks: networks, seed: 4, takes: 8, by: critic)
        #expect(try best.piece == band.piece(bars: 16, networks: networks, seed: 4, take: best.take))
        let verdicts = try (0..<8).map { take in
            critic.verdict(
                on: MeasuredLine(try band.piece(bars: 16, networks: networks, seed: 4, take: take)), tempo: 160)
        }
        #expect(Set(verdicts.map { $0?.logOdds }).count == 8)
        #expect(best.verdict == verdicts.compactMap(\.self).min { $0.logOdds < $1.logOdds })
        #expect(try band.bestPiece(bars: 16, networks: networks, seed: 4, takes: 1, by: critic).piece == one)
    }

    @Test func theGuardKeepsTheLeadFromCopying() throws {
        var band = try Self.band()
        let networks = try Self.networks()
        let free = try band.piece(bars: 32, networks: networks, seed: 6).parts[0].notes.map(\.pitch)
        // What the band would have played is somebody's solo now.
        band.lead.copies = CopyIndex([("mine", free)])
        #expect(band.lead.copies.longestCopy(in: free)?.notes == free.count)
        for most in [8, 12] {
            band.lead.mostCopied = most
            let guarded = try band.piece(bars: 32, networks: networks, seed: 6).parts[0].notes.map(\.pitch)
            #expect(band.lead.copies.longestCopy(in: guarded)?.notes ?? 0 <= most)
        }
        band.lead.mostCopied = nil
        #expect(try band.piece(bars: 32, networks: networks, seed: 6).parts[0].notes.map(\.pitch) == free)
    }
}
