import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile

extension BackwardLeadLesson: TaughtLesson {
    static let configuration = CommandConfiguration(
        commandName: "train-backward",
        abstract: "Learn what lines come from, for infill, from a folder of MIDI files.",
        discussion: """
            Reads the same folders as jazz train, and the solos in them from their end to their beginning. Such a model \
            stands beside the lead's where bars are written anew: jazz generate --infill hears by it what comes after the \
            gap (--backward-model). With the same folder and seed the same solos are held out as by jazz train. The model \
            that comes with jazz learns on; --from scratch begins with a new one.
            """)
    static let source = LeadLesson.source
    static let item = LeadLesson.item
    static let isFolder = true
    static let piece = LeadLesson.piece

    var contents: String { "\(forward.contents), read from the end" }
    var told: String { forward.told }

    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String) { LeadLesson.used(use) }
    static func refused(_ refusal: SoloRefusal) -> FileReport.Kind { LeadLesson.refused(refusal) }
    static func twin(of other: String) -> String { LeadLesson.twin(of: other) }
    func warning(_ report: FileReport) -> String? { forward.warning(report) }
    static func words(_ bits: BitsPerNote) -> String { LeadLesson.words(bits) }

    static func comparison(_ after: BitsPerNote, with before: BitsPerNote) -> String {
        LeadLesson.comparison(after, with: before)
    }

    func extra(from origin: (model: Model, name: String)?) -> (entries: [String: String], note: String?) {
        (
            [LeadLesson.mannersKey: (origin.map { forward.continuing($0.model) } ?? forward).manners?.text]
                .compactMapValues { $0 }, nil
        )
    }
}
