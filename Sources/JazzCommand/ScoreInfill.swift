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
            the bits a note that the three notes behind them cost: after the bars as they were played, after the first line that \
            is drawn, and after the one that is kept of \(LineInfill.candidates). --held-out takes only the solos that the model \
            did not learn from, if it learned from this folder. The network that chooses also measures, so --judge names \
            another one that measures as well.
            """)

    @Option(
        help: ArgumentHelp("A model made by jazz train. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp("Another model made by jazz train, that foretells the notes as well.", valueName: "file"))
    var judge: String?

    @Flag(help: "Only the solos that jazz train holds out of this folder, with the model's seed.")
    var heldOut = false

    @Option(parsing: .unconditional, help: ArgumentHelp("The same seed gives the same figures.", valueName: "n"))
    var seed: UInt64 = 1

    @Flag(name: .shortAndLong, help: "Do not show progress.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        let lead = try BandModelFile.read(.lead, model)
        let judge = try judge.map { try BandModelFile.read(.lead, $0) }
        let name = model ?? BandModelFile.shippedName(.lead)
        let copies: CopyIndex
        do { copies = try LeadLesson.copies(of: lead, name: name) } catch { throw Failure(error) }
        let solos = try console.solos(of: folder, heldOutBy: heldOut ? lead : nil)
        let trial = InfillTrial(
            lead: StepEngine(lead.network), judge: judge.map { StepEngine($0.network) }, copies: copies)
        var joins: [InfillTrial.Join] = []
        for (number, solo) in solos.enumerated() {
            console.progress(
                .init(
                    label: "writing anew", fraction: Double(number) / Double(solos.count),
                    details: ["\(number) of \(counted(solos.count, "solo"))"]))
            do { joins += try trial.joins(of: solo, seed: seed &+ UInt64(number) << 16) } catch { throw Failure(error) }
        }
        console.clear()
        guard !joins.isEmpty else {
            throw Failure(
                .data, "\(folder): no solo has \(InfillTrial.bars.window) bars with a line around bars 5 to 8")
        }
        try Output.lines(Self.text(joins, solos: solos.count))
    }

    private static func text(_ joins: [InfillTrial.Join], solos: Int) -> String {
        func mean(_ values: [Double]) -> String { decimal(values.reduce(0, +) / Double(values.count), places: 2) }
        func row(_ name: String, _ values: [(played: Double, first: Double, kept: Double)]) -> String? {
            guard !values.isEmpty else { return nil }
            let cells = [values.map(\.played), values.map(\.first), values.map(\.kept)].map(mean)
            return name + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
        }
        let lines = [
            "\(counted(joins.count, "gap")) of four bars in \(counted(solos, "solo"))",
            "                              as played     first      kept",
            row("bits a note behind the gap   ", joins.map(\.bits)),
            row("the same, by the judge       ", joins.compactMap(\.judged)),
            row(
                "semitones to the first note  ",
                joins.map { (Double($0.leap.played), Double($0.leap.first), Double($0.leap.kept)) }),
        ]
        return lines.compactMap(\.self).joined(separator: "\n") + "\n"
    }
}
