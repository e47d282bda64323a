import Harmony
import Improvisation
import Music
import Numerics
import Recurrent
import Scoring
import TestSupport
import Testing

@Suite struct CriticTests {
    /// A line of eighths and sixteenths that wanders, drawn with a seed, over two chords.
    private static func line(
        notes count: Int, seed: UInt64 = 1, up semitones: Int = 0, ticksPerBeat: Int = 480
    ) throws -> MeasuredLine {
        var random = Xoshiro256StarStar(seed: seed)
        var notes: [PartNote] = []
        var (quarter, pitch) = (0, 64 + semitones)
        for _ in 0..<count {
            let length = 1 + Int(random.next() % 2)
            notes.append(
                PartNote(
                    start: quarter * ticksPerBeat / 4, duration: length * ticksPerBeat / 4, pitch: pitch, velocity: 80))
            quarter += length + (random.next() % 8 == 0 ? 3 : 0)
            pitch += Int(random.next() % 7) - 3
        }
        let roots = [2 + semitones, 7 + semitones].map {
            ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"][$0 % 12]
        }
        let changes = Timeline([
            Timeline<MeasuredChord?>.Entry(start: 0, value: MeasuredChord(try ChordParser.parse(roots[0] + "m7"))),
            .init(start: 8 * ticksPerBeat, value: MeasuredChord(try ChordParser.parse(roots[1] + "7"))),
        ])
        return MeasuredLine(notes: notes, changes: changes, ticksPerBeat: ticksPerBeat, barBeats: 4)
    }

    @Test(arguments: [0, 15, 16, 63, 64, 65, 95, 96, 97, 128, 1000])
    func excerptsCoverALine(_ count: Int) {
        let excerpts = Critic.excerpts(ofNotes: count)
        guard count >= 16 else { return #expect(excerpts.isEmpty) }
        #expect(excerpts.allSatisfy { $0.count == min(64, count) && $0.upperBound <= count })
        #expect(Set(excerpts.joined()) == Set(0..<count) && Set(excerpts).count == excerpts.count)
    }

    @Test func inputsAreWithinTheirFields() throws {
        let sizes = CriticInput.fields.map { Int32($0.size) }
        for tempo in [40.0, 160, 399] {
            var random = Xoshiro256StarStar(seed: 3)
            let ids = try CriticInput.ids(of: 0..<200, in: Self.line(notes: 200), tempo: tempo, using: &random)
            #expect(ids.count == 200 * sizes.count)
            #expect(ids.indices.allSatisfy { ids[$0] >= -1 && ids[$0] < sizes[$0 % sizes.count] })
            #expect(Set(ids).count > 20)
        }
    }

    /// Intervals, degrees and beats are heard, not keys and ticks.
    @Test func keyAndTicksPlayNoPart() throws {
        let critic = try CriticFixture.critic()
        let line = try Self.line(notes: 100)
        let verdict = critic.verdict(on: line, tempo: 160)
        #expect(verdict?.excerpts == 3 && verdict == critic.verdict(on: line, tempo: 160))
        for same in [try Self.line(notes: 100, up: 5), try Self.line(notes: 100, ticksPerBeat: 960)] {
            #expect(critic.verdict(on: same, tempo: 160) == verdict)
        }
        let other = try Self.line(notes: 100, seed: 2)
        #expect(critic.verdict(on: other, tempo: 160) != verdict)
        let short = try Self.line(notes: 15)
        #expect(critic.verdict(on: short, tempo: 160) == nil)
    }

    /// The mean of what learning's engine gives for the answer after the last note, heard in the same four ways.
    @Test(arguments: CellKind.allCases) func theVerdictIsTheAnswerAfterTheLastNote(_ cell: CellKind) throws {
        var random = Xoshiro256StarStar(seed: 5)
        let network = try Network(ModelKind.critic.configuration(cell: cell, hiddenSize: 12), using: &random)
        let line = try Self.line(notes: 130)
        let engine = NetworkEngine(network.configuration)
        var hearing = Xoshiro256StarStar(seed: 0)
        var odds: [Double] = []
        for notes in Critic.excerpts(ofNotes: 130) {
            for _ in 0..<4 {
                let ids = CriticInput.ids(of: notes, in: line, tempo: 200, using: &hearing)
                let costs = (0..<2).map { answer in
                    let targets = [Int32](repeating: -1, count: notes.count - 1) + [Int32(answer)]
                    return engine.losses(of: TokenSequence(inputs: ids, targets: targets), network: network)
                }
                #expect(costs.allSatisfy { $0.dropLast().allSatisfy { $0 == 0 } })
                odds.append(costs[0].last! - costs[1].last!)
            }
        }
        let verdict = try #require(Critic(network).verdict(on: line, tempo: 200))
        let mean = odds.reduce(0, +) / Double(odds.count)
        #expect(verdict.excerpts == 4 && abs(verdict.logOdds - mean) < 1e-4)
        let probability = odds.reduce(0) { $0 + 1 / (1 + exponential(-$1)) } / Double(odds.count)
        #expect(abs(verdict.probability - probability) < 1e-4)
    }

    /// Many to one: the gradient of the one answer reaches the first note's weights, as finite differences have it.
    @Test func theGradientOfTheAnswerIsThatOfFiniteDifferences() throws {
        var random = Xoshiro256StarStar(seed: 7)
        let network = try Network(ModelKind.critic.configuration(hiddenSize: 8), using: &random)
        var hearing = Xoshiro256StarStar(seed: 1)
        let ids = try CriticInput.ids(of: 0..<16, in: Self.line(notes: 16), tempo: 160, using: &hearing)
        let batch = try SequenceBatch(
            batch: 1, time: 16, fields: CriticInput.fields.count, inputs: ids,
            targets: [Int32](repeating: -1, count: 15) + [1])
        let engine = NetworkEngine(network.configuration)
        var gradients: [Float] = []
        var state = network.zeroState(batch: 1)
        let loss = engine.forwardBackward(
            batch, parameters: network.parameters.values, state: &state, gradients: &gradients)
        #expect(loss.count == 1 && loss.sum > 0)
        // The row of the interval that the second note comes with, and the largest of all.
        let largest = gradients.indices.sorted { abs(gradients[$0]) > abs(gradients[$1]) }.prefix(12)
        for index in largest {
            func cost(_ step: Float) -> Double {
                var parameters = network.parameters.values
                parameters[index] += step
                var state = network.zeroState(batch: 1)
                var unused: [Float] = []
                return engine.forwardBackward(batch, parameters: parameters, state: &state, gradients: &unused).sum
            }
            let difference = (cost(0.01) - cost(-0.01)) / 0.02
            #expect(
                abs(difference - Double(gradients[index])) < 2e-3 + 0.02 * abs(difference),
                "parameter \(index): \(gradients[index]), by differences \(difference)")
        }
    }
}
