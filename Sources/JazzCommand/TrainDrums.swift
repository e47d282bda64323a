import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import ModelFile

/// `jazz train-drums`: the drummer's table from recorded performances.
struct TrainDrums: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Learn how drummers play from a folder of performances.",
        discussion: """
            Reads performances as the Groove MIDI data set has them: played to a click, and named by style, tempo, beat \
            or fill, and metre, such as drummer1_session1_47_jazz_102_beat_4-4.mid. The table holds how often each \
            pattern of a beat follows another, how loud and how early or late it is struck, and nothing longer. \
            Documentation/Drums.md tells how the one that comes with jazz was made.
            """)

    @Option(name: .shortAndLong, help: ArgumentHelp("The table to write.", valueName: "file"))
    var output: String

    @Flag(help: "Write Swift source: Sources/Band/Drums/DrumTable+Shipped.swift.")
    var swift = false

    @Flag(help: "Print how the performances and the band's own playing compare.")
    var compare = false

    @Flag(
        name: .shortAndLong,
        help: "Name every file and say why it is used or passed over, not the first few of a kind only.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and which files were passed over.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        try Directories.checkWritable(output)
        var console = Console("jazz", isQuiet: quiet)
        var study = DrumStudy()
        var performances: [DrumPerformance] = []
        let names: [String]
        do { names = try MIDIFolder.files(in: folder) } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        var report = FileReport(of: "MIDI file")
        for name in names {
            do throws(DrumRefusal) {
                let file: MIDIFile
                do throws(MIDIError) { file = try MIDIFile.read(folder + "/" + name, isFound: true) } catch {
                    throw .unreadable(error)
                }
                let performance = try DrumPerformance(file, name: name)
                study.add(performance)
                performances.append(performance)
            } catch {
                report.add(name, FileReport.Kind(error), "passed over: \(error)")
            }
        }
        report.tell(&console, isVerbose: verbose)
        guard !performances.isEmpty else { throw Failure(.data, "\(folder): \(report.refusal)") }
        let table = study.table()
        do {
            try AtomicFile.write(Array((swift ? table.swiftSource : table.text).utf8), to: output)
        } catch {
            throw Failure(error)
        }
        if !quiet {
            try Output.line("\(output): \(performances.count) of \(counted(names.count, "file")), \(study.bars) bars")
        }
        if compare { try Output.lines(DrumComparison(performances, table: table).table) }
    }
}
