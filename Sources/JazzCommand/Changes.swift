import ArgumentParser
import Commands
import Jazz
import Repertoire
import Sampling

/// `jazz changes`: changes as a text chart, invented or read.
struct Changes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Invent changes, or read some, and print them as a chart.",
        discussion: """
            A network that learned from the changes of standards invents them section by section: an A that returns is \
            the same A with an ending of its own, and the last bar is the tonic's. The same seed and options give the \
            same chart. Keep one with: jazz changes --seed 7 > mine.chart, play it with: jazz generate --changes \
            mine.chart out.mid

            With a file or a link, its changes are printed as they are understood: a mistake can then be mended by hand.
            """)

    @Argument(
        help: ArgumentHelp(
            "Changes to print instead of inventing some: a chart, an iReal Pro link, a page with links, a MIDI file, or "
                + "MusicXML, ABC, ChordPro, Impro-Visor or Chordino; - "
                + "for standard input.", valueName: "text or file"))
    var source: String?

    @Option(
        help: ArgumentHelp("Which song of a link to several. Default: the first.", valueName: "name or number"))
    var song: String?

    @Option(
        help: ArgumentHelp(
            "The form: \(InventedForm.allCases.map { "\($0.rawValue) (\($0.summary))" }.joined(separator: "; ")). "
                + "Default: one that the seed picks.",
            valueName: "name"))
    var form: String?

    @Option(help: ArgumentHelp("The key, such as F or Bbm. Default: one that the seed picks.", valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "The metre, such as 3/4. Default: \(Meter.common), or that of what is read.", valueName: "metre"))
    var time: String?

    @Option(number: "A tempo for the chart's head, \(TempoOption.range) quarter notes a minute.", value: "bpm")
    var tempo: Double?

    @Option(help: "A style for the chart's head: \(Style.allCases.map(\.name).joined(separator: ", ")).")
    var style: String?

    @Option(number: "The same seed gives the same changes. Default: new ones each time.", value: "n")
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

    @Flag(name: .customLong("ireal"), help: "Print a link for iReal Pro instead of a chart.")
    var isIReal = false

    func validate() throws {
        _ = try time.map(Meter.wanted)
        _ = try key.map(Key.wanted)
        _ = try style.map(StyleName.known)
        try TempoOption.check(tempo)
        guard let source else {
            if let song { throw ValidationError("--song \(song) picks a song of an iReal Pro link; give one") }
            _ = try form.map { try Forms.invented($0, always: true) }
            return
        }
        if let option = Self.given(besides: ["--song", "--key", "--time", "--tempo", "--style", "--ireal"]).first {
            throw ValidationError("\(option) is for changes that are invented; leave it out, or leave out \(source)")
        }
    }

    func run() throws {
        let meter = try time.map(Meter.wanted)
        var console = Console("jazz", isQuiet: false)
        var chart = try source.map { try read($0, in: meter, &console) } ?? invent(in: meter ?? .common)
        if let style {
            let named = try StyleName.known(style)
            if let note = named.note(style) { console.note(note) }
            chart.style = named.style
            chart.tempo = named.tempo ?? chart.tempo
        }
        chart.tempo = tempo ?? chart.tempo
        guard isIReal else {
            try Output.data(chart.sheet)
            return
        }
        let link: String
        do throws(HarmonyError) { link = try chart.iRealLink() } catch { throw Failure(.data, "\(error)") }
        try Output.data(link + "\n")
    }

    private func invent(in meter: Meter) throws -> Chart {
        let options: SamplingOptions
        do { options = try SamplingOptions(temperature: temp, topP: topP) } catch { throw Failure(error) }
        return try InventedChanges.chart(
            try form.map { try Forms.invented($0, always: true) }, key: try key.map(Key.wanted), meter: meter,
            seed: seed ?? UInt64.random(in: 0...999_999), options: options, model: model)
    }

    private func read(_ source: String, in meter: Meter?, _ console: inout Console) throws -> Chart {
        var notes: [String] = []
        var chart = try ChartArgument(song: song, meter: meter, note: { notes.append($0) }).read(source)
        if let key { chart = try chart.transposed(toKey: key) { notes.append($0) } }
        for note in notes { console.note(note) }
        return chart
    }
}
