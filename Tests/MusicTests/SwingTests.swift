import Band
import Harmony
import Music
import TestSupport
import Testing

@Suite struct SwingTests {
    @Test(arguments: [(100.0, 1.44), (120, 1.44), (160, 1.38), (200, 1.36), (240, 1.28), (300, 1.20)])
    func theOffbeatFollowsTheTempo(_ tempo: Double, _ ratio: Double) {
        let swing = Swing(tempo: tempo, style: .swing)
        let measured = Double(swing.offbeat) / Double(480 - swing.offbeat)
        #expect(abs(measured - ratio) < 0.02)
        #expect(swing(240) == swing.offbeat)
    }

    @Test(arguments: [1.0, 1.2, 1.44, 1.9, 2.0, 5.0, 0.5]) func neverGoesBackwardsAndKeepsBeatsAndTriplets(
        _ ratio: Double
    ) {
        let swing = Swing(ratio: ratio)
        var last = swing(-1)
        for tick in 0...1920 {
            let swung = swing(tick)
            #expect(swung >= last)
            last = swung
            if tick % 480 == 0 || tick % 160 == 0 { #expect(swung == tick) }
        }
        for bar in -3...600 { #expect(swing(bar * 1440) == bar * 1440) }
    }

    @Test func straightChangesNothing() {
        for tick in -500...1000 { #expect(Swing.straight(tick) == tick) }
        #expect(Swing(tempo: 130, style: .bossa) == .straight)
        #expect(Swing(tempo: 60, style: .ballad).offbeat < Swing(tempo: 120, style: .swing).offbeat)
    }

    @Test func tempoChangesTheRideSmoothly() throws {
        let table = try DrumFixture.table()
        var last = 480
        for tempo in 40...400 {
            let offbeat = Swing.ride(tempo: Double(tempo), style: .swing, drumTable: table).offbeat
            #expect(offbeat <= last && last - offbeat < 200 && offbeat >= 240)
            last = offbeat
        }
    }

    @Test func whatIsAskedForIsExactAndNeverGoesBackwards() {
        for (ratio, offbeat) in [(1.0, 240), (2, 320), (3, 360)] { #expect(Swing(exactly: ratio).offbeat == offbeat) }
        for ratio in stride(from: 1.0, through: 3.0, by: 0.1) {
            let swing = Swing(exactly: ratio)
            let ticks = (0...960).map { swing($0) }
            #expect(
                zip(ticks, ticks.dropFirst()).allSatisfy { $0 <= $1 } && ticks[480] == 480
                    && ticks[240] == swing.offbeat)
        }
    }
}
