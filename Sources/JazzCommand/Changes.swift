import ArgumentParser
import Commands
import Jazz
import Sampling

/// `jazz changes`: invented changes as a text chart.
struct Changes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invent changes and print them as a chart.",
        discussion: """
            A network that learned from the changes of standards invents them section by section: an A that returns is \
            the same A with an ending of its own, and the last bar is the tonic's. The same seed and options give the \
            same chart. Keep one with: jazz changes --seed 7 > mine.chart, play it with: jazz generate --changes \
            mine.chart out.mid
            """)

    @Option(
        help: ArgumentHelp(
            "The form: \(InventedForm.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: "; ")). "
                + "Default: one that the seed picks.",
            valueName: "name"))
    var form: String?

    @Option(help: ArgumentHelp("The key, such as F or Bbm. Default: one that the seed picks.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The metre, such as 3/4.", valueName: "metre"))
    var time = "4/4"

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("A tempo for the chart's head, 30 to 400 quarter notes a minute.", valueName: "bpm"))
    var tempo: Double?

    @Option(help: "A style for the chart's head: \(Style.allCases.map(\.rawValue).joined(separator: ", ")).")
    var style: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The same seed gives the same changes. Default: new ones each time.", valueName: "n"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "A model made by jazz train-changes. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Temperature: lower is plainer, 0 always the likeliest.", valueName: "t"))
    var temp = ProgressionInventor.usualTemperature

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw from the likeliest that make up this probability.", valueName: "p"))
    var topP = ProgressionInventor.usualTopP

    func run() throws {
        let seed = seed ?? UInt64.random(in: 0...999_999)
        let wanted = try form.map { try Forms.invented($0, always: true) }
        guard let meter = Meter(time) else {
            throw Failure(
                .usage,
                "--time \(time) is not a metre that is played; there are 1 to 12 halves or quarters, such as 3/4, and "
                    + "6/8, 9/8, 12/8")
        }
        var wantedKey: Key?
        if let key {
            wantedKey = Key(key)
            guard wantedKey != nil else {
                throw Failure(.usage, "--key \(key) is not a key; write a note name, such as F, Bb or C#m")
            }
        }
        if let tempo, !Ensemble.tempos.contains(tempo) {
            throw Failure(.usage, "--tempo \(tempo) cannot be played; choose 30 to 400 quarter notes a minute")
        }
        let options: SamplingOptions
        do { options = try SamplingOptions(temperature: temp, topP: topP) } catch { throw Failure(error) }
        var chart = try InventedChanges.chart(
            wanted, key: wantedKey, meter: meter, seed: seed, options: options, model: model)
        chart.tempo = tempo
        if let style {
            let named = try StyleName.known(style)
            chart.style = named.style
            chart.tempo = tempo ?? named.tempo
        }
        try Output.data(chart.text)
    }
}
