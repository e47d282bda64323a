import ArgumentParser
import Commands
import Jazz
import JazzTraining
import MIDI
import ModelFile
import Recurrent
import Repertoire
import Terminal

/// `jazz score`: how MIDI files measure beside real solos.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the lead of MIDI files beside transcribed solos.",
        discussion: """
            Each measure is shown with the value that a tenth of the real solos stay below, their median, and the value \
            that a tenth exceed; what lies outside is marked. A single piece need not be inside everywhere: a real one \
            is in four measures of five. --set judges many pieces by their medians. The lead is the track so named, or \
            the one most like a melody; the chords are markers, or estimated from the other tracks.

            Told from players is how likely a critic thinks it that jazz made the lead: a network that learned to tell solos \
            from leads that jazz made over the same changes. What it thought of others that were held out stands beside it.

            --continuations measures the model instead: of every solo 8 bars are given, and of four stretches of it the one \
            that followed is to be told by what each costs in bits a note. Solos that the model has learned from say \
            nothing of others; --held-out takes those of a folder that it did not learn from.
            """)

    @Option(
        number:
            "Measure windows of n bars; 0 for the whole lead. Default: \(Self.usualWindow), and the whole of a shorter lead.",
        value: "n")
    var window: Int?

    @Flag(help: "Judge all files together: D, their distance from real solos, and the measures farthest off.")
    var set = false

    @Flag(help: "Ask the model how the solos go on, and count how often it is right.")
    var continuations = false

    @Flag(help: "With --continuations: only the solos that jazz train holds out of this folder, with the model's seed.")
    var heldOut = false

    @Flag(help: "Write JSON, for programs.")
    var json = false

    @Option(help: ArgumentHelp("Look for copies of the MIDI files in this folder.", valueName: "folder"))
    var corpus: String?

    @Flag(help: "Pass over the file of the same name in the corpus folder.")
    var excludeSelf = false

    @Option(
        help: ArgumentHelp(
            "The model to take the bits a note from. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "The critic that says how likely jazz made the lead. Default: the one that comes with jazz.",
            valueName: "file"))
    var critic: String?

    @Flag(help: "Leave the bits a note out, which take most of the time.")
    var noBits = false

    @Flag(name: .shortAndLong, help: "Do not show progress.")
    var quiet = false

    @Argument(help: ArgumentHelp("MIDI files, or folders of them.", valueName: "file or folder"))
    var files: [String] = []

    func validate() throws {
        _ = try windowing()
        guard !files.isEmpty else { throw ValidationError("name one or more MIDI files, or folders of them") }
        guard continuations || !heldOut else { throw ValidationError("--held-out goes with --continuations") }
        if continuations {
            let idle = [
                window != nil ? "--window" : nil, set ? "--set" : nil, corpus != nil ? "--corpus" : nil,
                excludeSelf ? "--exclude-self" : nil, noBits ? "--no-bits" : nil,
                critic != nil ? "--critic" : nil,
            ].compactMap(\.self)
            guard idle.isEmpty else { throw ValidationError("--continuations has no use for \(idle[0])") }
            guard !heldOut || files.count == 1 else {
                throw ValidationError("--held-out takes one folder, that which the model learned from")
            }
        }
        guard !noBits || model == nil else { throw ValidationError("--no-bits leaves nothing for --model to do") }
        guard !excludeSelf || corpus != nil else { throw ValidationError("--exclude-self goes with --corpus") }
    }

    func run() throws {
        if continuations { return try scoreContinuations() }
        let windowing = try windowing()
        var console = Console("jazz", isQuiet: quiet)
        let network = noBits ? nil : try BandModelFile.read(.lead, model).network
        let judge = try BandModelFile.read(.critic, critic)
        let critic = Critic(judge.network)
        let index = try corpus.map { try readCorpus($0, &console) }
        var report = ScoreReport(criticHeldOut: judge.card.options[ModelForm.heldOut])
        var list = ScoreList(files)
        for (number, path) in list.paths.enumerated() {
            console.progress(progress("scoring", number, of: list.paths.count))
            do {
                let file = try readMIDI(path, isFound: list.isFound(path))
                let name = fileName(path)
                report.add(
                    path,
                    try FileScore(
                        file, name: name, windowing: windowing, index: index, skipsItself: excludeSelf,
                        network: network, critic: critic))
            } catch {
                let failure = (error as? ScoreRefusal).map { Failure(.data, "\(path): \($0)") } ?? Failure(error)
                list.refusals.append((path, failure))
            }
        }
        console.clear()
        try list.report(nothingWasScored: report.files.isEmpty) { console.note($0, always: true) }
        if json {
            try Output.data(report.json(refusals: list.refusals) + "\n")
        } else if set {
            try Output.lines(report.setText)
        } else {
            try Output.lines(report.filesText)
        }
        // What was asked for by name and is missing from the result; why has been said.
        if let status = list.statusOfNamed { throw Failure(status, "") }
    }

    private static let usualWindow = 16
    private static let windows = 4...SoloMeasures.mostBars

    private func windowing() throws -> FileScore.Windowing {
        switch window {
        case nil: return set ? .windows(bars: Self.usualWindow) : .windowsOrWhole(bars: Self.usualWindow)
        case 0?: return .whole
        case let bars? where Self.windows.contains(bars): return .windows(bars: bars)
        case let bars?:
            throw ValidationError(
                "--window \(bars) is not possible; choose \(OptionCheck.words(Self.windows)) bars, or 0 for the whole lead"
            )
        }
    }

    /// The leads of the corpus.
    private func readCorpus(_ folder: String, _ console: inout Console) throws -> NoveltyIndex {
        let paths: [String]
        do throws(MIDIFolderError) {
            paths = try MIDIFolder.files(in: folder)
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        var lines: [(name: String, line: MeasuredLine)] = []
        for (number, path) in paths.enumerated() {
            console.progress(progress("reading the corpus", number, of: paths.count))
            guard let file = try? MIDIFile.read("\(folder)/\(path)", isFound: true), let lead = try? LeadLine(file)
            else { continue }
            lines.append((fileName(path), lead.line))
        }
        let index = NoveltyIndex(lines)
        guard index.lineCount > 0 else {
            throw Failure(
                .data, "\(folder): none of its \(counted(paths.count, "MIDI file")) has a lead to compare with")
        }
        if index.lineCount < paths.count {
            console.note(
                "\(folder): \(index.lineCount) of \(counted(paths.count, "MIDI file")) have a lead to compare with")
        }
        return index
    }

    func progress(_ label: String, _ done: Int, of count: Int, _ item: String = "file") -> ProgressLine.Report {
        .init(label: label, fraction: Double(done) / Double(count), details: ["\(done) of \(counted(count, item))"])
    }
}
