import Commands
import JazzTraining
import ModelFile
import Repertoire
import Terminal
import Training

/// The steps of a lesson, told while they are made.
extension TrainModel {
    /// Reads what there is to learn, and says what became of it where that is to be told.
    func read(isTold: Bool, _ console: inout Console) throws -> Subject {
        var lesson: Subject
        do throws(LessonError) {
            lesson = try Subject.read(source) { done, count in
                console.progress(
                    .init(
                        label: "reading", fraction: Double(done) / Double(max(1, count)),
                        details: Subject.isFolder ? ["\(done) of \(counted(count, "file"))"] : []))
                return true
            }
        } catch {
            throw Failure(error)
        }
        console.clear()
        var report = FileReport(of: Subject.item)
        for outcome in lesson.outcomes {
            let name = Subject.isFolder ? outcome.name : "\(source): \(outcome.name)"
            switch outcome.kind {
            case .used(let use):
                let (kind, text) = Subject.used(use)
                report.add(name, kind, text)
            case .refused(let refusal): report.add(name, Subject.refused(refusal), "refused: \(refusal)")
            case .duplicate(let twin): report.add(name, .twin, "refused: \(Subject.twin(of: twin))")
            }
        }
        if isTold { report.tell(&console, isVerbose: verbose) }
        guard report.used > 0 else { throw Failure(.data, "\(source): \(report.refusal)") }
        lesson = try lesson.completed(seed: model.seed) { done, count in
            console.progress(
                .init(
                    label: "making pieces", fraction: Double(done) / Double(max(1, count)),
                    details: ["\(done) of \(count)"]))
        }
        console.clear()
        let items = Subject.isFolder ? "file" : Subject.item
        console.note("\(report.used) of \(counted(lesson.outcomes.count, items)) used: \(lesson.told)")
        if isTold, let warning = lesson.warning(report) { console.note(warning, always: true) }
        return lesson
    }

    /// Refuses to write over what is learned from, or over the model that learns on.
    func refuseToReplace(output: String, checkpoint: String?) throws {
        var files = FileUses()
        files.reads(learning.from, as: "--from")
        do throws(LessonError) {
            files.reads(try Subject.paths(at: source), as: "music to learn from")
        } catch {
            throw Failure(error)
        }
        files.writes(output, as: "--output")
        files.writes(checkpoint, as: "the checkpoint")
        try files.check()
    }

    /// Has the network learn, showing how far it is.
    ///
    /// - Parameters:
    ///   - ranks: The processes that learn together; nil for this one alone.
    ///   - keepsBest: Whether a signal ends the learning and not the program.
    func learn(
        _ run: LessonRun<Subject>, checkpoints: CheckpointPlan?, secondsBefore: Double, ranks: (any Ranks)?,
        keepsBest: Bool, _ console: inout Console
    ) throws -> TrainingResult {
        let result: TrainingResult
        do throws(TrainingError) {
            result = try run.run(
                checkpoints: checkpoints, secondsBefore: secondsBefore, ranks: ranks,
                build: ranks == nil ? "" : Environment.programFingerprint(),
                progress: { progress in
                    // From the first update on there is something to keep, until the model is written.
                    if keepsBest, progress.step > 0 { Interruption.catchSignals() }
                    console.learning(progress)
                },
                shouldStop: { Interruption.isRaised })
        } catch {
            console.clear()
            switch error {
            case .noCheckpoint, .otherCheckpoint, .badCheckpoint: throw Failure(error)
            case .tooLittleData, .noValidationData:
                throw Failure(.data, "\(source): it is too little to learn from and to measure by; add more")
            default: throw Failure(Failure(error).status, "\(source): \(error)")
            }
        }
        console.clear()
        guard result.steps > 0 else { throw nothingLearned }
        return result
    }

    private var nothingLearned: Failure {
        Failure(.interrupted, "stopped before anything was learned; nothing is written")
    }

    /// The card of a model.
    func card(
        _ run: LessonRun<Subject>, _ result: TrainingResult, _ report: Subject.Report?, before: Subject.Report?,
        _ base: ModelCard?
    ) -> ModelCard {
        var card = run.card(result, data: run.lesson.contents, heldOut: report.map(Subject.words))
        model.complete(&card, source: source, base: base)
        card.options["epochs"] = run.options.epochs.map { decimal($0) }
        card.options["before"] = before.map(Subject.words)
        card.options["beside"] = report.flatMap(Subject.remark)
        return card
    }

    /// Says how good the model is that was written, and whether learning on has helped.
    func tell(
        _ report: Subject.Report?, before: Subject.Report?, _ result: TrainingResult, output: String, origin: String?,
        _ console: inout Console
    ) throws {
        guard let report else {
            let loss = result.validationLoss.map { "held-out loss \(decimal($0, places: 2)) nats a token" }
            return try Output.line("\(output): \(loss ?? "not measured"), \(result.origin)")
        }
        try Output.line("\(output): held-out \(Subject.words(report)), \(result.origin)")
        if let remark = Subject.remark(report) { console.note(remark) }
        guard let before else { return }
        try Output.line("\(origin ?? "the model") before: \(Subject.words(before))")
        if result.bestStep > 0 {
            try Output.line(Subject.comparison(report, with: before))
        } else {
            try Output.line(
                "learning on did not help: \(output) has the weights that it began with; more \(Subject.piece)s, or "
                    + "\(Subject.piece)s more like each other, may do better")
        }
    }
}

extension TrainingResult {
    /// Which weights were kept.
    var origin: String {
        switch weights {
        case .single where validationLoss == nil: "the last of \(steps) updates"
        case .single:
            bestStep > 0 ? "best after \(bestStep) of \(steps) updates" : "none of \(steps) updates made it better"
        case .averaged: "the mean of the last of \(steps) updates"
        }
    }
}
