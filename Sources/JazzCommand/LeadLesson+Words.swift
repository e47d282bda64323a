import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile
import Repertoire
import Terminal

extension LeadLesson: TaughtLesson {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn to improvise from a folder of MIDI files.",
        discussion: """
            Every MIDI file (.mid, .midi, .kar, .rmi) in the folder and below it is read. The lead is the track so named, \
            or the one most like a melody; the chords are its markers, or are estimated from the other tracks. The model \
            that comes with jazz learns on from them: a folder is seldom enough to learn from nothing, which --from \
            scratch does. About a tenth of the notes is held out to measure by, whole players where the files' names \
            begin with a player and an underscore; the weights that did best on them are kept, which may be those it \
            began with, and you are told how well the solos held out were predicted before and after. Ctrl-C ends the \
            training; what was best so far is written.
            """)
    static let source = ArgumentHelp("A folder of MIDI files.", valueName: "folder")
    static let item = "MIDI file"
    static let isFolder = true
    static let piece = "solo"

    var contents: String { "\(counted(music.count, "solo")), \(counted(size, "note"))" }
    var told: String { "\(counted(music.count, "solo")), \(size) notes" }

    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String) {
        let chords = use.chords ?? .none
        let location = use.count > 1 ? " in \(use.count) solos" : ""
        return (
            FileReport.Kind(chords), "used: the lead is \(use.track), \(use.size) notes\(location), \(chords.words)"
        )
    }

    static func refused(_ refusal: SoloRefusal) -> FileReport.Kind { FileReport.Kind(refusal) }
    static func twin(of other: String) -> String { "the same notes as \(other)" }

    func warning(_ report: FileReport) -> String? {
        guard report.count(.chordless) == report.used else { return nil }
        return "no file has chords, neither as markers such as Dm7 nor in other tracks: lines are learned, but not how "
            + "they follow the changes"
    }

    static func words(_ bits: BitsPerNote) -> String {
        "\(decimal(bits.rhythm + bits.pitch, places: 2)) bits a note (rhythm \(decimal(bits.rhythm, places: 2)), "
            + "pitch \(decimal(bits.pitch, places: 2)); articulation and dynamics "
            + "\(decimal(bits.articulation, places: 2)))"
    }

    static func comparison(_ after: BitsPerNote, with before: BitsPerNote) -> String {
        let gain = before.rhythm + before.pitch - after.rhythm - after.pitch
        let articulation = before.articulation - after.articulation
        let help =
            gain >= leastDifference
            ? "learning on helped"
            : articulation >= leastDifference
                ? "learning on helped articulation and dynamics only" : "learning on did not help"
        return "\(help): rhythm and pitch are predicted \(difference(gain, "bits")), "
            + "articulation and dynamics \(difference(articulation, "bits"))"
    }

    func extra(from origin: (model: Model, name: String)?) throws -> (entries: [String: String], note: String?) {
        let learned: CopyIndex
        do { learned = try origin.map { try Self.copies(of: $0.model, name: $0.name) } ?? CopyIndex() } catch {
            throw Failure(error)
        }
        let (copies, known) = corpus.copies(adding: learned)
        let these = known == music.count ? "these solos" : "\(known) of these solos"
        var entries = [Self.copiesKey: copies.text]
        entries[Self.mannersKey] = (origin.map { continuing($0.model) } ?? self).manners?.text
        return (
            entries,
            known == 0
                ? nil
                : "\(origin?.name ?? "") has learned \(these) before: it predicts them better than it would others"
        )
    }
}
