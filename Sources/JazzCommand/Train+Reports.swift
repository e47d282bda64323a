import Commands
import Jazz
import ModelFile
import Terminal
import Training

/// What `jazz train` tells: of the files, of its progress, and of the model it made.
extension Train {
    /// Reads the folder and says what became of the files that gave nothing.
    func readCorpus(_ console: inout Console) throws -> SoloCorpus {
        let corpus: SoloCorpus
        do throws(SoloCorpusError) {
            corpus = try SoloCorpus.read(folder: folder) { _, _ in !Interruption.isRaised }
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        if Interruption.isRaised { throw Failure(.interrupted, "") }
        // What became of a file is said even with --quiet: nothing may be left out unnoticed.
        func say(_ text: String) { console.note(text, always: true) }
        var used = 0
        var estimated = 0
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(_, _, let chords):
                used += 1
                if chords == .estimated { estimated += 1 }
                if chords == .none { say("\(path): used, but without chords: it has neither markers nor other tracks") }
            case .refused(let refusal): say("\(path): refused: \(refusal)")
            case .duplicate(let twin): say("\(path): refused: the same notes as \(twin)")
            }
        }
        guard used > 0 else {
            throw Failure(
                .data,
                "\(folder): none of its \(counted(corpus.files.count, "MIDI file")) can be learned from; "
                    + "the reasons are above")
        }
        console.note(
            "\(used) of \(counted(corpus.files.count, "file")) used: \(counted(corpus.solos.count, "solo")), "
                + "\(corpus.noteCount) notes" + (estimated > 0 ? "; chords of \(estimated) estimated" : ""))
        return corpus
    }

    func words(_ bits: BitsPerNote) -> String {
        "\(decimal(bits.rhythm + bits.pitch, places: 2)) bits a note (rhythm \(decimal(bits.rhythm, places: 2)), "
            + "pitch \(decimal(bits.pitch, places: 2)); touch \(decimal(bits.touch, places: 2)))"
    }

    func card(
        _ corpus: SoloCorpus, _ result: TrainingResult, _ options: TrainingOptions, _ bits: BitsPerNote,
        before: BitsPerNote?, _ origin: LeadOrigin
    ) -> ModelCard {
        var card = ModelCard(kind: LeadModel.kind)
        card.name = name ?? (folder.split(separator: "/").last.map(String.init) ?? folder)
        card.data = "\(corpus.solos.count) solos, \(corpus.noteCount) notes"
        card.attribution = attribution ?? ""
        card.date = Environment.today()
        card.program = "jazz \(JazzMain.version)"
        card.seed = seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = [
            "batch": "\(options.batchSize)", "window": "\(options.window)", "dropout": "\(dropout)",
            ShowModel.heldOut: words(bits), "learning rate": "\(options.learningRate)",
            "weights": result.weights.rawValue,
        ]
        if let base = origin.model?.card {
            card.attribution = [base.attribution, card.attribution].filter { !$0.isEmpty }.joined(separator: "; ")
            card.options["from"] = "\(base.name) (\(base.data))"
        }
        card.options["before"] = before.map(words)
        card.options["epochs"] = options.epochs.map { decimal($0) }
        card.options["seconds"] = options.maximumSeconds.map { "\($0)" }
        if layerDropout > 0 { card.options["layer dropout"] = "\(layerDropout)" }
        if weightDrop > 0 { card.options["weight drop"] = "\(weightDrop)" }
        return card
    }
}
