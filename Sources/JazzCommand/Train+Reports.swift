import Commands
import Jazz
import ModelFile
import Terminal
import Training

/// What `jazz train` tells: of the files, of its progress, and of the model it made.
extension Train {
    /// Reads the folder and says what became of its files.
    func readCorpus(_ console: inout Console) throws -> SoloCorpus {
        let corpus = try Learning.reading(&console) { onFile throws(SoloCorpusError) in
            try SoloCorpus.read(folder: folder, onFile: onFile)
        }
        var report = FileReport()
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(let solos, let notes, let chords, let lead):
                let place = solos > 1 ? " in \(solos) solos" : ""
                report.add(
                    path, FileReport.Kind(chords), "used: the lead is \(lead), \(notes) notes\(place), \(chords.words)")
            case .refused(let refusal): report.add(path, FileReport.Kind(refusal), "refused: \(refusal)")
            case .duplicate(let twin): report.add(path, .twin, "refused: the same notes as \(twin)")
            }
        }
        report.tell(&console, isVerbose: verbose)
        guard report.used > 0 else { throw Failure(.data, "\(folder): \(report.refusal)") }
        console.note(
            "\(report.used) of \(counted(corpus.files.count, "file")) used: \(counted(corpus.solos.count, "solo")), "
                + "\(corpus.noteCount) notes")
        if report.count(.chordless) == report.used {
            console.note(
                "no file has chords, neither as markers such as Dm7 nor in other tracks: lines are learned, but not how "
                    + "they follow the changes", always: true)
        }
        return corpus
    }

    func words(_ bits: BitsPerNote) -> String {
        "\(decimal(bits.rhythm + bits.pitch, places: 2)) bits a note (rhythm \(decimal(bits.rhythm, places: 2)), "
            + "pitch \(decimal(bits.pitch, places: 2)); touch \(decimal(bits.touch, places: 2)))"
    }

    /// Whether learning on has helped, plainly.
    func comparison(of after: BitsPerNote, with before: BitsPerNote, _ result: TrainingResult) -> String {
        guard result.bestStep > 0 else {
            return
                "learning on did not help: \(output ?? "the file") has the weights that it began with; more solos, or "
                + "solos more like each other, may do better"
        }
        let gain = before.rhythm + before.pitch - after.rhythm - after.pitch
        let touch = before.touch - after.touch
        func bits(_ difference: Double) -> String {
            let least = 0.005
            if abs(difference) < least { return "no better and no worse" }
            return "\(decimal(abs(difference), places: 2)) bits \(difference > 0 ? "better" : "worse")"
        }
        let help =
            gain >= 0.005
            ? "learning on helped" : touch >= 0.005 ? "learning on helped the touch only" : "learning on did not help"
        return "\(help): rhythm and pitch are foretold \(bits(gain)), touch \(bits(touch))"
    }

    func card(
        _ corpus: SoloCorpus, _ result: TrainingResult, _ options: TrainingOptions, _ bits: BitsPerNote,
        before: BitsPerNote?, _ origin: LeadOrigin
    ) -> ModelCard {
        var card = model.card(
            kind: LeadModel.kind, source: folder, data: "\(corpus.solos.count) solos, \(corpus.noteCount) notes",
            heldOut: words(bits), result, options)
        if let base = origin.model?.card {
            card.attribution = [base.attribution, card.attribution].filter { !$0.isEmpty }.joined(separator: "; ")
            card.options["from"] = "\(base.name) (\(base.data))"
        }
        card.options["before"] = before.map(words)
        return card
    }
}
