import ArgumentParser
import Commands
import Jazz
import JazzTraining
import Terminal

extension BassLesson: TaughtLesson {
    static let configuration = CommandConfiguration(
        commandName: "train-bass",
        abstract: "Learn to line the bass from a folder of MIDI files.",
        discussion: """
            Every MIDI file (.mid, .midi, .kar, .rmi) in the folder and below it is read. The bass is the track so named, \
            or one with a bass program, or the lowest line; the chords are its markers, or are estimated from the other \
            tracks. About a tenth of the beats is held out to measure by, whole players where the files' names begin with \
            a player and an underscore, and the weights that did best on them are kept. Ctrl-C ends the training; what \
            was best so far is written.
            """)
    static let source = ArgumentHelp("A folder of MIDI files.", valueName: "folder")
    static let item = "MIDI file"
    static let isFolder = true
    static let piece = "line"

    var contents: String { "\(music.count) bass lines, \(size) beats" }
    var told: String { "\(counted(music.count, "line")), \(size) beats" }

    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String) {
        let chords = use.chords ?? .none
        return (FileReport.Kind(chords), "used: \(use.size) beats, \(chords.words)")
    }

    static func refused(_ refusal: BassRefusal) -> FileReport.Kind { FileReport.Kind(refusal) }
    static func twin(of other: String) -> String { "the same bass as \(other)" }

    static func words(_ bits: BitsPerBeat) -> String { "\(decimal(bits.bits, places: 2)) bits a beat" }

    static func comparison(_ after: BitsPerBeat, with before: BitsPerBeat) -> String {
        let gain = before.bits - after.bits
        return "\(gain >= leastDifference ? "learning on helped" : "learning on did not help"): "
            + "the lines are predicted \(difference(gain, "bits a beat"))"
    }
}
