import Commands
import Jazz
import ModelFile
import Terminal
import Training

/// What `jazz train-bass` tells: of the files, and of the model it made.
extension TrainBass {
    /// Reads the folder and says what became of the files that gave nothing.
    func readCorpus(_ console: inout Console) throws -> BassCorpus {
        let corpus: BassCorpus
        do throws(SoloCorpusError) {
            corpus = try BassCorpus.read(folder: folder) { _, _ in !Interruption.isRaised }
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
            case .duplicate(let twin): say("\(path): refused: the same bass as \(twin)")
            }
        }
        guard used > 0 else {
            throw Failure(
                .data,
                "\(folder): none of its \(counted(corpus.files.count, "MIDI file")) can be learned from; "
                    + "the reasons are above")
        }
        console.note(
            "\(used) of \(counted(corpus.files.count, "file")) used: \(counted(corpus.walks.count, "line")), "
                + "\(corpus.beatCount) beats" + (estimated > 0 ? "; chords of \(estimated) estimated" : ""))
        return corpus
    }

    func card(
        _ corpus: BassCorpus, _ result: TrainingResult, _ options: TrainingOptions, _ bits: BitsPerBeat
    ) -> ModelCard {
        var card = ModelCard(kind: BassModel.kind)
        card.name = name ?? (folder.split(separator: "/").last.map(String.init) ?? folder)
        card.data = "\(corpus.walks.count) bass lines, \(corpus.beatCount) beats"
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
            ShowModel.heldOut: "\(decimal(bits.bits, places: 2)) bits a beat", "learning rate": "\(learningRate)",
            "weights": result.weights.rawValue,
        ]
        card.options["epochs"] = options.epochs.map { decimal($0) }
        return card
    }
}

extension TrainingResult {
    /// Which weights were kept.
    var origin: String {
        switch weights {
        case .single: "best after \(bestStep)"
        case .averaged: "the mean of the last"
        }
    }
}
