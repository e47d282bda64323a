import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile
import Repertoire
import Terminal

extension CriticLesson: TaughtLesson {
    static let configuration = CommandConfiguration(
        commandName: "train-critic",
        abstract: "Learn to tell solos of players from leads that jazz makes.",
        discussion: """
            The folder's MIDI files are read as jazz train reads them. Over the changes, length and tempo of each solo jazz \
            makes a piece; the network learns to tell the solos from the pieces, by excerpts of up to 64 notes, the onsets of \
            both jittered. About a tenth of the tunes (of fewer than ten: of the files) is held out to measure by, with what \
            players and jazz play over them; --folds holds out every tune once. The model is what jazz generate --best-of chooses by and jazz score judges by, \
            if --critic names it; jazz has one of its own.
            """)
    static let source = ArgumentHelp("A folder of MIDI files.", valueName: "folder")
    static let item = "MIDI file"
    static let isFolder = true
    static let piece = "excerpt"

    var contents: String {
        "\(counted(occasions.count, "solo")) and as many leads by jazz, \(counted(size, "note")) in excerpts"
    }
    var told: String {
        let made = music.count { $0.isMade }
        return "\(music.count - made) excerpts of solos, \(made) of leads by jazz, \(size) notes"
    }

    static func used(_ use: LessonUse) -> (kind: FileReport.Kind, text: String) { LeadLesson.used(use) }
    static func refused(_ refusal: SoloRefusal) -> FileReport.Kind { FileReport.Kind(refusal) }
    static func twin(of other: String) -> String { LeadLesson.twin(of: other) }

    func completed(seed: UInt64, onItem: (_ done: Int, _ count: Int) -> Void) throws -> CriticLesson {
        let models = try BandModels(lead: nil, bass: nil, drums: nil)
        var done = 0
        return try completed { occasion in
            let band = Ensemble(chart: occasion.chart, tempo: occasion.tempo)
            // Another seed for each: a seed alone would give them all the same draws.
            let recipe = PieceRecipe(
                chart: occasion.chart, tempo: occasion.tempo, style: band.style, bars: occasion.bars,
                seed: seed &* 1_000_003 &+ UInt64(done))
            let piece = try recipe.make(models)
            done += 1
            onItem(done, occasions.count)
            return piece
        }
    }

    static func words(_ report: CriticReport) -> String {
        "AUC \(decimal(report.auc, places: 3)), right in \(percent(report.accuracy)) of "
            + "\(report.excerpts) excerpts; thinks solos \(percent(report.probability.played)), its own leads "
            + "\(percent(report.probability.made)) likely to be made by jazz"
    }

    static func remark(_ report: CriticReport) -> String? {
        report.excerpts < 200 ? "so few excerpts say little: 0.5 would be chance, and 0.4 or 0.6 may be" : nil
    }

    static func comparison(_ after: CriticReport, with before: CriticReport) -> String {
        let gain = after.auc - before.auc
        return "\(gain >= leastDifference ? "learning on helped" : "learning on did not help"): AUC "
            + "\(decimal(before.auc, places: 3)) before, \(decimal(after.auc, places: 3)) now"
    }

}
