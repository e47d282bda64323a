import Commands
import Jazz
import Recurrent
import Terminal
import Training

/// What the commands that learn do alike: reading a folder, and the run itself.
enum Learning {
    /// Reads a folder, showing how far it is; `read` is handed what to call after each file.
    static func reading<Corpus>(
        _ console: inout Console,
        _ read: (_ onFile: (Int, Int) -> Bool) throws(SoloCorpusError) -> Corpus
    ) throws -> Corpus {
        let corpus: Corpus
        do throws(SoloCorpusError) {
            corpus = try read { done, count in
                console.progress(
                    .init(
                        label: "reading", fraction: Double(done) / Double(max(1, count)),
                        details: ["\(done) of \(counted(count, "file"))"]))
                return !Interruption.isRaised
            }
        } catch {
            throw Failure(error.isMissing ? .missingInput : .data, error.description)
        }
        console.clear()
        if Interruption.isRaised { throw nothingLearned }
        return corpus
    }

    /// Has a network learn, showing how far it is.
    ///
    /// - Parameter source: What it learns from, which failures name.
    static func run(
        _ trainer: Trainer, _ network: Network, training: [TokenSequence], validation: [TokenSequence],
        from source: String,
        _ console: inout Console
    ) throws -> TrainingResult {
        let result: TrainingResult
        do throws(TrainingError) {
            result = try trainer.run(
                network, training: TokenSequences(training), validation: TokenSequences(validation),
                progress: { console.learning($0) }, shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            switch error {
            case .noCheckpoint, .otherCheckpoint, .badCheckpoint: throw Failure(error)
            case .tooLittleData, .noValidationData:
                throw Failure(
                    .data, "\(source): it is too little to learn from and to measure by; add more")
            default: throw Failure(Failure(error).status, "\(source): \(error)")
            }
        }
        console.clear()
        guard result.steps > 0 else { throw nothingLearned }
        return result
    }

    private static var nothingLearned: Failure {
        Failure(.interrupted, "stopped before anything was learned; nothing is written")
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
