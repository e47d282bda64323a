import ArgumentParser
import Commands
import Files
import Jazz
import JazzTraining
import ModelFile
import Numerics
import Recurrent
import Repertoire
import Terminal

/// `jazz train-harmony`: what players sound over each chord, for `jazz harmonize`.
struct TrainHarmony: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn which notes are played over which chords from a folder of solos.",
        discussion: """
            Reads MIDI files with a melody and its chords as markers, as jazz train does. The table holds how often each \
            note above the root sounds over each kind of chord, on the beat and off it, and nothing longer; jazz \
            harmonize --table finds chords with it. --measure leaves each player out once, an eighth of them at a time, and \
            finds the chords of their solos anew.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The table to write.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("A name for the table, kept in it.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose playing it learns from, kept in the table.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Measure on players left out how often the chords are found, beside a rule that names what sounds.")
    var measure = false

    @Option(
        help: ArgumentHelp(
            "With --measure: a model made by jazz train-changes. Default: the one that comes with jazz.",
            valueName: "file"))
    var model: String?

    @Option(number: "With --measure: at most so many solos of each eighth.", value: "n")
    var most: Int?

    @Flag(
        name: .shortAndLong,
        help: "Name every file and say why it is used or refused, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which files were refused.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func validate() throws {
        if let output { try OutputName.checkIsFile(output, "a table") }
        guard output != nil || measure else {
            throw ValidationError("name the table to write with -o, or ask for --measure")
        }
        try OptionCheck.range("--most", most, 1...100_000)
        for (option, isGiven) in [("--most", most != nil), ("--model", model != nil)] where isGiven && !measure {
            throw ValidationError("\(option) is for --measure; leave it out, or measure")
        }
    }

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        if let output { try Directories.checkWritable(output) }
        var files = FileUses()
        do throws(MIDIFolderError) {
            files.reads(try MIDIFolder.files(in: folder).map { folder + "/" + $0 }, as: "music to learn from")
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        if let output { files.writes(output, as: "--output") }
        try files.check()
        let solos = try read(&console)
        var study = HarmonyStudy()
        for solo in solos { study.add(solo) }
        guard study.count > 0 else {
            throw Failure(.data, "\(folder): no melody has its chords written, as markers; there is nothing to learn")
        }
        if let output {
            var table = study.table()
            table.about = [
                "name": name ?? folder.split(separator: "/").last.map(String.init) ?? folder,
                "data": "\(counted(study.count, "solo")), \(counted(study.spans, "half bar"))",
                "date": Environment.today(), "program": "jazz \(JazzVersion.current)",
            ]
            table.about["attribution"] = attribution
            do { try AtomicFile.write(Array(table.text.utf8), to: output) } catch { throw Failure(error) }
            if !quiet {
                try Output.line("\(output): \(counted(study.count, "solo")), \(counted(study.spans, "half bar"))")
            }
        }
        if measure { try tellMeasure(solos, &console) }
    }

    /// The solos whose chords are written.
    private func read(_ console: inout Console) throws -> [Solo] {
        let corpus = try console.reading { onFile throws(MIDIFolderError) in
            try SoloCorpus.read(folder: folder, onFile: onFile)
        }
        var report = FileReport(of: "MIDI file")
        var solos: [Solo] = []
        var place = 0
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(let count, let size, .markers, _):
                report.add(path, .marked, "used: \(counted(size, "note"))")
                solos += corpus.music[place..<place + count]
                place += count
            case .used(let count, _, _, _):
                report.add(path, .unmarked, "refused: its chords are not written, as markers")
                place += count
            case .refused(let refusal): report.add(path, FileReport.Kind(refusal), "refused: \(refusal)")
            case .duplicate(let twin): report.add(path, .twin, "refused: the same melody as \(twin)")
            }
        }
        report.tell(&console, isVerbose: verbose)
        return solos
    }

    /// Every player is left out once, so many at a time.
    private static let parts = 8

    private func tellMeasure(_ solos: [Solo], _ console: inout Console) throws {
        let groups = Players.groups(solos.map(\.name))
        guard groups.count >= Self.parts else {
            throw Failure(.data, "\(folder): solos of eight players or more are needed to measure")
        }
        let network = StepEngine(try BandModelFile.read(.changes, model).network)
        var measure = HarmonyStudy.Measure()
        for part in 0..<Self.parts {
            var (known, held) = (HarmonyStudy(), HarmonyStudy())
            for (index, group) in groups.enumerated() {
                for place in group {
                    if index % Self.parts != part {
                        known.add(solos[place])
                    } else if held.count < most ?? .max {
                        held.add(solos[place])
                    }
                }
            }
            let harmonizer = Harmonizer(engine: network, table: known.table())
            let count = max(1, held.count)
            measure.add(
                held.measure(harmonizer, alternatives: 3) { done in
                    console.progress(
                        .init(
                            label: "measuring",
                            fraction: (Double(part) + Double(done) / Double(count)) / Double(Self.parts),
                            details: ["part \(part + 1) of \(Self.parts)", "\(done) of \(count)"]))
                })
        }
        console.clear()
        func share(_ part: Int, _ whole: Int) -> String {
            decimal(100 * Double(part) / Double(max(1, whole)), places: 1)
        }
        func row(_ name: String, _ agreement: HarmonyStudy.Agreement) -> String {
            "\(name)  \(share(agreement.root, agreement.spans)) % root, \(share(agreement.chord, agreement.spans)) % root and family"
        }
        func perplexity(_ sum: Double) -> String {
            decimal(exponential(sum / Double(max(1, measure.chords))), places: 1)
        }
        let lines = [
            "\(counted(measure.melodies, "solo")), each of a player left out, \(counted(measure.found.spans, "half bar")):",
            row("network and table  ", measure.found), row("best of three      ", measure.best),
            row("rule               ", measure.rule),
            "keys found           \(share(measure.keys, measure.melodies)) %",
            "perplexity of a chord after the real ones before it: network \(perplexity(measure.network)), "
                + "melody \(perplexity(measure.melody)), both \(perplexity(measure.both))",
        ]
        try Output.lines(lines.joined(separator: "\n") + "\n")
    }
}
