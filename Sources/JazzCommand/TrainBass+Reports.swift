import Commands
import Jazz
import ModelFile
import Terminal
import Training

/// What `jazz train-bass` tells: of the files, and of the model it made.
extension TrainBass {
    /// Reads the folder and says what became of its files.
    func readCorpus(_ console: inout Console) throws -> BassCorpus {
        let corpus: BassCorpus
        do throws(SoloCorpusError) {
            corpus = try BassCorpus.read(folder: folder) { done, count in
                console.progress(.reading(done, of: count))
                return !Interruption.isRaised
            }
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        console.clear()
        if Interruption.isRaised {
            throw Failure(.interrupted, "stopped before anything was learned; nothing is written")
        }
        var report = FileReport()
        for (path, outcome) in corpus.files {
            switch outcome {
            case .used(_, let beats, let chords):
                report.add(path, FileReport.Kind(chords), "used: \(beats) beats, \(chords.words)")
            case .refused(let refusal): report.add(path, FileReport.Kind(refusal), "refused: \(refusal)")
            case .duplicate(let twin): report.add(path, .twin, "refused: the same bass as \(twin)")
            }
        }
        report.tell(&console, isVerbose: verbose)
        guard report.used > 0 else { throw Failure(.data, "\(folder): \(report.refusal)") }
        console.note(
            "\(report.used) of \(counted(corpus.files.count, "file")) used: \(counted(corpus.walks.count, "line")), "
                + "\(corpus.beatCount) beats")
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
        case .single:
            bestStep > 0 ? "best after \(bestStep) of \(steps) updates" : "none of \(steps) updates made it better"
        case .averaged: "the mean of the last of \(steps) updates"
        }
    }
}
