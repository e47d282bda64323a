import Jazz
import Live
import MIDI
import Sound
import Testing

@Suite struct ConductorTests {
    @Test func barsFollowWithoutGapAndNothingIsStruckTwice() throws {
        var rehearsal = try Rehearsal()
        var ear = Ear()
        for bar in 0..<100 {
            let batch = try #require(try rehearsal.play())
            ear.hear(batch)
            #expect(abs(batch.end - 2 * Double(bar + 1)) < 1e-6)
            #expect(batch.beats.map(\.beat) == [1, 2, 3, 4] && batch.beats.allSatisfy { $0.bar == bar + 1 })
            #expect(rehearsal.last.bar.formBar == bar % 8 && rehearsal.last.bar.chorus == bar / 8 + 1)
        }
        #expect(ear.faults == [] && ear.onsets.count > 100)
    }

    @Test(arguments: ["time: 5/4\nDm7 | G7 | C6", "time: 6/8\nDm7 | G7", "time: 3/4\nC6 | F6 | C6 | G7 | C6"])
    func otherMetresKeepTheirBars(chart: String) throws {
        var rehearsal = try Rehearsal(chart)
        var ear = Ear()
        let meter = rehearsal.band.chart.meter
        let length = Double(meter.barTicks) / 960
        for bar in 0..<40 {
            if bar == 13 { rehearsal.settings.values.density = 2 }
            let batch = try #require(try rehearsal.play())
            ear.hear(batch)
            #expect(batch.beats.count == meter.beats && abs(batch.end - length * Double(bar + 1)) < 1e-6)
        }
        let piece = try #require(rehearsal.queue.lastChorus(at: 1000, title: "", arrangement: Arrangement()))
        #expect(piece.meter == meter && piece.bars.count == rehearsal.band.chart.bars.count)
        #expect(ear.faults == [])
    }

    @Test func everyChorusIsNew() throws {
        var rehearsal = try Rehearsal()
        var leads: Set<[Int]> = []
        for _ in 0..<12 {
            var lead: [Int] = []
            for _ in 0..<8 {
                _ = try rehearsal.play()
                lead += rehearsal.last.bar.notes(.lead).flatMap { [$0.start, $0.pitch] }
            }
            leads.insert(lead)
        }
        #expect(leads.count == 12)
    }

    @Test func theTempoChangesAtTheBarLine() throws {
        var rehearsal = try Rehearsal()
        _ = try rehearsal.play()
        rehearsal.settings.values.tempo = 240
        let batch = try #require(try rehearsal.play())
        #expect(batch.beats.map(\.seconds) == [2, 2.25, 2.5, 2.75] && batch.end == 3)
        #expect(batch.tempos == [.init(seconds: 2, microsecondsPerQuarter: 250_000)])
    }

    /// What is turned is heard from the next bar on, and the form goes on.
    @Test(arguments: ["temperature", "density", "style"]) func aTurnIsHeardFromTheNextBarOn(what: String) throws {
        for seed in 0..<5 {
            var (turned, left) = (try Rehearsal(), try Rehearsal())
            let before = 3 + seed
            for _ in 0..<before {
                _ = try turned.play()
                _ = try left.play()
                #expect(turned.last.bar.parts == left.last.bar.parts)
            }
            switch what {
            case "temperature": turned.settings.values.temperature = 0.1
            case "density": turned.settings.values.density = 3
            default: turned.settings.values.style = .bossa
            }
            var ear = Ear()
            var differs = false
            for bar in 0..<3 {
                ear.hear(try #require(try turned.play()))
                _ = try left.play()
                #expect(turned.last.bar.formBar == (before + bar) % 8)
                differs = differs || turned.last.bar.parts != left.last.bar.parts
                if what == "style" { #expect(turned.last.bar.style == .bossa) }
            }
            #expect(differs && ear.faults == [])
        }
    }

    @Test func aNewChorusBeginsAtTheNextBarLine() throws {
        var rehearsal = try Rehearsal()
        for _ in 0..<3 { _ = try rehearsal.play() }
        rehearsal.settings.askForNewChorus()
        _ = try rehearsal.play()
        #expect(rehearsal.last.bar.formBar == 0 && rehearsal.last.bar.chorus == 2 && rehearsal.last.bar.beginsAnew)
    }

    @Test func aTranspositionWaitsForTheNextChorus() throws {
        var rehearsal = try Rehearsal()
        for _ in 0..<3 { _ = try rehearsal.play() }
        rehearsal.settings.values.transposition = 2
        for bar in 3..<8 {
            _ = try rehearsal.play()
            #expect(rehearsal.last.bar.chords.chord(at: 0).symbol == rehearsal.band.chart.bars[bar].chord(at: 0).symbol)
        }
        _ = try rehearsal.play()
        #expect(rehearsal.last.bar.chords.chord(at: 0).symbol == "Em7" && rehearsal.last.bar.chorus == 2)
    }

    @Test func fourBarsComeAgainUntilTheyAreLeft() throws {
        var rehearsal = try Rehearsal()
        _ = try rehearsal.play()
        rehearsal.settings.isLooping = true
        var bars: [Int] = []
        var ear = Ear()
        for _ in 0..<13 {
            ear.hear(try #require(try rehearsal.play()))
            bars.append(rehearsal.last.bar.index)
        }
        #expect(bars == [1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1])
        rehearsal.settings.isLooping = false
        _ = try rehearsal.play()
        #expect(rehearsal.last.bar.index == 4 && ear.faults == [])
    }

    @Test(arguments: 1...3) func soManyChorusesEndOnTheTonicMoreSlowly(choruses: Int) throws {
        var rehearsal = try Rehearsal(choruses: choruses)
        var ear = Ear()
        var bars = 0
        while let batch = try rehearsal.play() {
            ear.hear(batch)
            bars += 1
            #expect(bars <= choruses * 8 + 1)
            if bars > choruses * 8 + 1 { return }
        }
        #expect(bars == choruses * 8 + 1)
        let last = rehearsal.last
        #expect(last.bar.isFinal && last.bar.formBar == nil && last.bar.chords.chord(at: 0).symbol == "C6")
        // The last bar but one is slower than those before it.
        let heard = rehearsal.queue.heard
        func length(_ back: Int) -> Double {
            let beats = heard[heard.count - 1 - back].beats
            return beats[beats.count - 1] - beats[0]
        }
        #expect(length(1) > 1.1 * length(3) && length(0) > length(1))
        // The lead has come to rest, the bass holds the root.
        #expect(last.bar.notes(.lead).allSatisfy { $0.start < 2 * 480 })
        #expect(last.bar.notes(.bass).contains { $0.pitch % 12 == 0 })
        #expect(ear.faults == [])
    }

    /// From any bar: two bars of the form at most, and the tonic.
    @Test(arguments: [0, 1, 4, 6, 7, 8, 12, 15]) func anEndingThatIsAskedForComesAtTheNextBarLine(bar: Int) throws {
        var rehearsal = try Rehearsal()
        for _ in 0...bar { _ = try rehearsal.play() }
        rehearsal.settings.askForEnding()
        var rest = 0
        while try rehearsal.play() != nil, rest < 10 { rest += 1 }
        #expect((2...3).contains(rest) && rehearsal.last.bar.isFinal)
    }

    @Test func aChangeOverTheLastChordChangesNothing() throws {
        var rehearsal = try Rehearsal(choruses: 1)
        for _ in 0..<9 { _ = try rehearsal.play() }
        rehearsal.settings.values.density = 2
        rehearsal.settings.values.transposition = 1
        rehearsal.settings.askForNewChorus()
        #expect(try rehearsal.play() == nil)
    }

    /// What is not ready in time is waited for on the last bar, without the lead, and the form goes on afterwards.
    @Test func aMakerThatIsTooSlowIsVampedFor() throws {
        var rehearsal = try Rehearsal()
        try rehearsal.make()
        while !rehearsal.queue.upcoming(1).isEmpty { _ = try rehearsal.conductor.nextBatch() }
        let last = rehearsal.last
        for _ in 0..<3 {
            _ = try rehearsal.conductor.nextBatch()
            #expect(rehearsal.last.isVamp && rehearsal.last.bar.index == last.bar.index)
            #expect(rehearsal.last.bar.notes(.lead).isEmpty && !rehearsal.last.bar.notes(.bass).isEmpty)
        }
        _ = try rehearsal.play()
        #expect(!rehearsal.last.isVamp && rehearsal.last.bar.index == last.bar.index + 1)
    }

    @Test func aBarOfClicksComesFirst() throws {
        var rehearsal = try Rehearsal("time: 3/4\nC6 | F6", countsIn: true)
        let batch = try #require(try rehearsal.play())
        let clicks = batch.messages.filter { if case .noteOn(9, 37, _) = $0.message { true } else { false } }
        #expect(clicks.map(\.seconds) == [0, 0.5, 1] && batch.end == 1.5)
        let first = try #require(try rehearsal.play())
        #expect(first.beats.first == .init(seconds: 1.5, bar: 1, beat: 1))
    }

    @Test func theLastChorusCanBeKept() throws {
        var rehearsal = try Rehearsal()
        #expect(rehearsal.queue.lastChorus(at: 100, title: "x", arrangement: Arrangement()) == nil)
        for _ in 0..<19 { _ = try rehearsal.play() }
        let piece = try #require(rehearsal.queue.lastChorus(at: 37, title: "x", arrangement: Arrangement()))
        #expect(piece.bars.count == 8 && piece.parts.count == 4 && piece.tempo == 120)
        let heard = rehearsal.queue.heard.filter { $0.bar.chorus == 2 }
        let first = try #require(heard.first?.bar.notes(.bass).first)
        #expect(piece.parts.first { $0.role == .bass }?.notes.first?.pitch == first.pitch)
        #expect(try !piece.midiFile().encoded().isEmpty)
    }

    /// Everything at once, at random moments: never a gap, a note that is struck twice, or a bar out of order.
    @Test func whateverIsAskedForTheMusicHolds() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<6 {
            var rehearsal = try Rehearsal()
            var ear = Ear()
            var end = 0.0
            for bar in 0..<80 {
                switch Int.random(in: 0..<12, using: &random) {
                case 0: rehearsal.settings.values.tempo = Double.random(in: 40...300, using: &random)
                case 1: rehearsal.settings.values.temperature = Double.random(in: 0...2, using: &random)
                case 2: rehearsal.settings.values.density = Double.random(in: 0.25...3, using: &random)
                case 3: rehearsal.settings.values.style = [.swing, .bebop, .bossa, .ballad].randomElement()!
                case 4: rehearsal.settings.values.transposition = Int.random(in: -6...6, using: &random)
                case 5: rehearsal.settings.askForNewChorus()
                case 6: rehearsal.settings.isLooping.toggle()
                default: break
                }
                if bar == 75 { rehearsal.settings.askForEnding() }
                guard let batch = try rehearsal.play() else { break }
                ear.hear(batch)
                #expect(batch.beats.first.map { abs($0.seconds - end) < 1e-6 } ?? false)
                end = batch.end
            }
            #expect(ear.faults == [] && rehearsal.last.bar.isFinal)
        }
    }
}
