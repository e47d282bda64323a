import ArgumentParser
import Commands
import Jazz
import JazzTraining
import Numerics
import Terminal

extension ChangesLesson: TaughtLesson {
    static let configuration = CommandConfiguration(
        commandName: "train-changes", abstract: "Learn to invent changes from a file of chord progressions.",
        discussion: """
            The file has a tune a line, as JSON: {"title": "…", "key": "F-maj", "time": "4/4", "sections": [["A", \
            [["Fmaj7", 2], ["C7", 2]]], …]}, the number being a chord's length in beats. A tenth of the tunes is held \
            out to measure by, and the weights that predict them best are kept. Ctrl-C ends the training; what was best \
            so far is written.
            """)
    static let source = ArgumentHelp("A file of progressions, one a line.", valueName: "file.jsonl")
    static let item = "line"
    static let isFolder = false
    static let piece = "tune"

    var contents: String { "\(music.count) progressions" }
    var told: String { counted(music.count, "tune") }

    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String) {
        (.tune, "used: \(use.track.isEmpty ? "" : "“\(use.track)”, ")\(counted(use.size, "chord"))")
    }

    static func refused(_ refusal: ChangesRefusal) -> FileReport.Kind { .noTune }
    static func twin(of other: String) -> String { "the same tune as \(other)" }

    static func words(_ report: ChangesReport) -> String {
        "perplexity \(perplexity(report.network.chord)) a chord, \(perplexity(report.network.length)) a length "
            + "(\(report.network.chords) chords)"
    }

    static func remark(_ report: ChangesReport) -> String? {
        let counts = report.counts.map(perplexity)
        return
            "counts of single chords, pairs and triples come to \(counts[0]), \(counts[1]) and \(counts[2]) a chord; "
            + "they do not see form, bar and beat"
    }

    static func comparison(_ after: ChangesReport, with before: ChangesReport) -> String {
        let chord = exponential(before.network.chord) - exponential(after.network.chord)
        let length = exponential(before.network.length) - exponential(after.network.length)
        return "\(chord >= leastDifference ? "learning on helped" : "learning on did not help"): the perplexity is "
            + "\(difference(chord, "a chord")), \(difference(length, "a length"))"
    }

    private static func perplexity(_ nats: Double) -> String { decimal(exponential(nats), places: 2) }
}
