import ArgumentParser
import Commands
import Jazz
import ModelFile
import Sampling

/// What a piece is made over and how: shared by `generate` and `play`.
struct PieceOptions: ParsableArguments {
    @OptionGroup var harmony: ChangesOptions

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

    @OptionGroup var bass: BassOptions
    @OptionGroup var band: BandOptions

    /// The band as asked for, and the model file read.
    ///
    /// - Parameters:
    ///   - seed: Picks the chart when none is named.
    ///   - note: Called with what should be known about the changes.
    func ensemble(seed: UInt64, note: @escaping (String) -> Void) throws -> Ensemble {
        let style = try harmony.wantedStyle()
        let chart = try harmony.readChart(seed: seed, note: note)
        return Ensemble(
            chart: chart, tempo: try harmony.wantedTempo(chart, style), style: style, lead: try leadOptions())
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

    /// The model named, or the one that comes with the program.
    func readModel() throws -> Model {
        try LeadModelFile.read(model)
    }
}
