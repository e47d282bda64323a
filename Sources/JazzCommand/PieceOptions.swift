import ArgumentParser
import Commands
import Jazz
import ModelFile
import Sampling

/// What a piece is made over and how: shared by `generate` and `play`.
struct PieceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The changes: bars parted by |, such as \"Dm7 | G7 | Cmaj7 | A7\", or a file of them.",
            valueName: "text or file"))
    var changes: String?

    @Option(help: ArgumentHelp("One of the sample charts (jazz charts lists them).", valueName: "name"))
    var chart: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Quarter notes a minute, 30 to 400. Default: the chart's.", valueName: "bpm"))
    var tempo: Double?

    @Option(help: "How the band plays: swing, ballad, waltz or bossa. Default: the chart's.")
    var style: String?

    @Option(help: ArgumentHelp("Play in another key, such as F or Bbm.", valueName: "key"))
    var key: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The same seed gives the same piece. Default: a new one each time.", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("A model made by jazz train. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Temperature of the pitches: lower is safer, 0 always the likeliest.", valueName: "t"))
    var temp = LeadOptions.usualTemperature

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw pitches from the k likeliest only; 0 for all.", valueName: "k"))
    var topK = 0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw pitches from the likeliest that make up this probability.", valueName: "p"))
    var topP = LeadOptions.usualTopP

    @Option(parsing: .unconditional, help: ArgumentHelp("Temperature of the rhythm.", valueName: "t"))
    var rhythmTemp = 1.0

    @OptionGroup var band: BandOptions

    /// The band as asked for, and the model file read.
    ///
    /// - Parameter seed: Picks the chart when none is named.
    func ensemble(seed: UInt64) throws -> Ensemble {
        var chart = try readChart(seed: seed)
        if let key {
            guard let wanted = Key(key) else {
                throw Failure(.usage, "--key \(key) is not a key; write a note name, such as F, Bb or C#m")
            }
            chart = chart.transposed(by: wanted.tonic.pitchClass - chart.impliedKey.tonic.pitchClass)
        }
        if let tempo, !Ensemble.tempos.contains(tempo) {
            throw Failure(.usage, "--tempo \(tempo) cannot be played; choose 30 to 400 quarter notes a minute")
        }
        if let tempo = chart.tempo, !Ensemble.tempos.contains(tempo) {
            throw Failure(.data, "the chart's tempo, \(tempo), cannot be played; choose one of 30 to 400 with --tempo")
        }
        var manner: Style?
        if let style {
            manner = Style(style)
            guard manner != nil else {
                let known = Style.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(.usage, "--style \(style) is not known; choose one of \(known)")
            }
        }
        return Ensemble(chart: chart, tempo: tempo, style: manner, lead: try leadOptions())
    }

    func leadOptions() throws -> LeadOptions {
        do {
            var options = LeadOptions(
                rhythm: try SamplingOptions(temperature: rhythmTemp),
                pitch: try SamplingOptions(temperature: temp, topK: topK, topP: topP))
            if let range = try band.arrangement().leadRange { options.range = range }
            return options
        } catch {
            throw Failure(error)
        }
    }

    private func readChart(seed: UInt64) throws -> Chart {
        guard changes == nil || chart == nil else {
            throw Failure(.usage, "give the changes either with --changes or with --chart, not with both")
        }
        if let changes { return try ChartArgument.read(changes) }
        let library = Shipped.charts
        var random = Xoshiro256StarStar(seed: seed, sequence: -1)
        do throws(HarmonyError) {
            return try library.chart(named: chart ?? library.pick(using: &random) ?? "")
        } catch {
            throw Failure(.usage, error.description)
        }
    }

    /// The model named, or the one that comes with the program.
    func readModel() throws -> Model {
        try LeadModelFile.read(model)
    }
}
