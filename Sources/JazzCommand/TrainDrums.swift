import ArgumentParser
import Commands
import Files
import Jazz
import ModelFile
import Repertoire
import Terminal

/// `jazz train-drums`: the drummer's table from recorded performances.
struct TrainDrums: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn how drummers play from a folder of performances.",
        discussion: """
            Reads performances as the Groove MIDI data set has them: played to a click, and named by style, tempo, beat \
            or fill, and metre, such as drummer1_session1_47_jazz_102_beat_4-4.mid. The table holds how often each \
            pattern of a beat follows another, how loud and how early or late it is struck, and nothing longer; \
            jazz generate --drum-table plays from it. Documentation/Drums.md tells how the one that comes with jazz was \
            made.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The table to write.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("A name for the table, kept in it.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose playing it learns from, kept in the table.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Print how the performances and the band's own playing compare.")
    var compare = false

    @Flag(
        name: .shortAndLong,
        help: "Name every file and say why it is used or refused, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which files were refused.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func validate() throws { try OutputName.checkIsFile(output, "a table") }

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        try Directories.checkWritable(output)
        var files = FileUses()
        do throws(MIDIFolderError) {
            files.reads(try MIDIFolder.files(in: folder).map { folder + "/" + $0 }, as: "music to learn from")
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        files.writes(output, as: "--output")
        try files.check()
        let corpus = try read(&console)
        var study = DrumStudy()
        for performance in corpus.music { study.add(performance) }
        var table = study.table()
        table.about = [
            "name": name ?? folder.split(separator: "/").last.map(String.init) ?? folder,
            "data": "\(counted(corpus.music.count, "performance")), \(counted(study.bars, "bar"))",
            "date": Environment.today(),
            "program": "jazz \(JazzMain.version)",
        ]
        table.about["attribution"] = attribution
        do { try AtomicFile.write(Array(table.text.utf8), to: output) } catch { throw Failure(error) }
        if !quiet {
            let used = "\(corpus.music.count) of \(counted(corpus.files.count, "file"))"
            try Output.line("\(output): \(used), \(counted(study.bars, "bar"))")
        }
        if compare { try Output.lines(DrumComparison(corpus.music, table: table).table) }
    }

    /// Reads the performances, and says what became of the files.
    private func read(_ console: inout Console) throws -> DrumCorpus {
        let corpus = try console.reading { onFile throws(MIDIFolderError) in
            try DrumCorpus.read(folder: folder, onFile: onFile)
        }
        var report = FileReport(of: "MIDI file")
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(_, let strokes, _, let feel):
                report.add(path, .performance, "used: \(counted(strokes, "stroke")), \(feel)")
            case .refused(let refusal): report.add(path, FileReport.Kind(refusal), "refused: \(refusal)")
            case .duplicate(let twin): report.add(path, .twin, "refused: the same strokes as \(twin)")
            }
        }
        report.tell(&console, isVerbose: verbose)
        guard report.used > 0 else { throw Failure(.data, "\(folder): \(report.refusal)") }
        return corpus
    }
}
