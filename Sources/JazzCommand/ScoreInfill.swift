import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile
import Recurrent
import Repertoire
import Terminal

/// `jazz score-infill`: how well bars written anew join what stands behind them.
struct ScoreInfill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure how bars written anew join what follows them, on a folder of solos.",
        discussion: """
            Of every 16 bars of a solo, bars 5 to 8 are taken out and written anew as jazz generate --infill does. Told are \
            the bits a note that the \(LineInfill.joined) notes behind the gap cost, read forward, and the last \
            \(LineInfill.ending) within it, read backward and forward: as the bars were played, with the first line that is drawn, and with the lines that are kept of \
            \(LineInfill.candidates) by the network that reads forward alone and by both. --held-out takes only the solos \
            that the models did not learn from, if they learned from this folder. The networks that choose also measure, so \
            --judge and --backward-judge name others that measure as well.
            """)

    @Option(
        help: ArgumentHelp("A model made by jazz train. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "A model made by jazz train-backward. Default: the one that comes with jazz.", valueName: "file"))
    var backwardModel: String?

    @Option(
        help: ArgumentHelp("Another model made by jazz train, that foretells the notes as well.", valueName: "file"))
    var judge: String?

    @Option(
        help: ArgumentHelp("With --judge: another model made by jazz train-backward.", valueName: "file"))
    var backwardJudge: String?

    @Flag(help: "Only the solos that jazz train holds out of this folder, with the model's seed.")
    var heldOut = false

    @Option(parsing: .unconditional, help: ArgumentHelp("The same seed gives the same figures.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(name: .shortAndLong, help: "Do not show progress.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func validate() throws {
        if backwardJudge != nil, judge == nil {
            throw ValidationError("--backward-judge measures beside --judge; name that one too")
        }
    }

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        let lead = try BandModelFile.read(.lead, model)
        let backward = try BandModelFile.read(.backwardLead, backwardModel)
        let judge = try judge.map { path in
            InfillTrial.Networks(
                forward: StepEngine(try BandModelFile.read(.lead, path).network),
                backward: try backwardJudge.map { StepEngine(try BandModelFile.read(.backwardLead, $0).network) })
        }
        let name = model ?? BandModelFile.shippedName(.lead)
        let copies: CopyIndex
        do { copies = try LeadLesson.copies(of: lead, name: name) } catch { throw Failure(error) }
        let solos = try console.solos(of: folder, heldOutBy: heldOut ? lead : nil)
        let trial = InfillTrial(
            .init(forward: StepEngine(lead.network), backward: StepEngine(backward.network)), judge: judge,
            copies: copies)
        var gaps: [InfillTrial.Gap] = []
        for (number, solo) in solos.enumerated() {
            console.progress(
                .init(
                    label: "writing anew", fraction: Double(number) / Double(solos.count),
                    details: ["\(number) of \(counted(solos.count, "solo"))"]))
            do { gaps += try trial.gaps(of: solo, seed: seed &+ UInt64(number) << 16) } catch { throw Failure(error) }
        }
        console.clear()
        guard !gaps.isEmpty else {
            throw Failure(
                .data, "\(folder): no solo has \(InfillTrial.bars.window) bars with a line around bars 5 to 8")
        }
        try Output.lines(Self.text(gaps, solos: solos.count))
    }

    private static let columns = ["as played", "first", "forward", "both"]

    private static func text(_ gaps: [InfillTrial.Gap], solos: Int) -> String {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func row(_ name: String, _ cells: [String]) -> String {
            let cells = cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
            return name + String(repeating: " ", count: max(0, 36 - name.count)) + cells
        }
        func row(_ name: String, _ values: (InfillTrial.Gap) -> [Double]) -> String? {
            // A line without notes in the gap has no end to be foretold: such a gap is left out of the row.
            let count = gaps[0].joins.count
            let all = gaps.map(values).filter { $0.count == count }
            guard !all.isEmpty else { return nil }
            return row(name, (0..<count).map { line in decimal(mean(all.map { $0[line] }), places: 2) })
        }
        func percent(_ value: (InfillTrial.Gap) -> Double) -> String { decimal(100 * mean(gaps.map(value)), places: 0) }
        let lines = [
            "\(counted(gaps.count, "gap")) of four bars in \(counted(solos, "solo")), bits a note",
            row("", columns),
            row("notes behind the gap, read forward") { $0.joins.map(\.behind) },
            row("notes at its end, read backward") { $0.joins.compactMap(\.ending) },
            row("the same, read forward") { $0.joins.compactMap(\.unjoined) },
            row("behind it, by the judge") { $0.judged.map(\.behind) },
            row("at its end, by the judge") { $0.judged.compactMap(\.ending) },
            row("semitones to the first note behind") { $0.leaps.map(Double.init) },
            row("candidates that join worse than it, %", ["", "", percent(\.beaten.forward), percent(\.beaten.both)]),
        ]
        return lines.compactMap(\.self).joined(separator: "\n") + "\n"
    }
}
