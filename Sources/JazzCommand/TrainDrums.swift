import ArgumentParser
import Commands
import FoundationEssentials
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

    @Flag(help: "Write Swift source: Sources/Jazz/Band/DrumTable+Shipped.swift.")
    var swift = false

    @Flag(help: "Print how the performances and the band's own playing compare.")
    var compare = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("A folder of MIDI files.", valueName: "folder"))
    var folder: String

    func run() throws {
        try Directories.checkWritable(output)
        var console = Console("jazz", isQuiet: quiet)
        var study = DrumStudy()
        var performances: [DrumPerformance] = []
        let names = try midiFiles()
        for name in names {
            do throws(DrumRefusal) {
                let file: MIDIFile
                do throws(MIDIError) { file = try MIDIFile.read(folder + "/" + name) } catch {
                    throw .unreadable(error)
                }
                let performance = try DrumPerformance(file, name: name)
                study.add(performance)
                performances.append(performance)
            } catch {
                console.note("\(name): passed over: \(error)")
            }
        }
        guard !performances.isEmpty else {
            throw Failure(.data, "\(folder): nothing in it can be learned from; the lines above say why")
        }
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

    private func midiFiles() throws -> [String] {
        let paths: [String]
        do { paths = try FileManager.default.subpathsOfDirectory(atPath: folder + "/.") } catch {
            throw Failure(.missingInput, "\(folder): no such folder, or it cannot be read")
        }
        let midi = paths.filter { $0.lowercased().hasSuffix(".mid") || $0.lowercased().hasSuffix(".midi") }
        guard !midi.isEmpty else { throw Failure(.data, "\(folder): no .mid or .midi file in it or below it") }
        return midi.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
