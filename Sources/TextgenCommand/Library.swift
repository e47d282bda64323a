import ModelFile
import Prose
import Terminal

/// Finds the model of a corpus among those learned before, or learns it and stores it.
struct Library {
    let arguments: LearningArguments
    let environment: [String: String]
    let reporter: Reporter

    /// The model of the corpus at `path`.
    ///
    /// After Ctrl-C in training `Interruption.isRaised` holds, and the model is the best so far, stored like any other.
    func learned(_ path: String) throws -> LearnedText {
        let corpus = try Corpus.read(path)
        let plan = LearningPlan(arguments, corpus: corpus)
        let key = plan.key(corpus)
        let cache = ModelCache(environment)
        if let cache, !arguments.retrain, let known = stored(key, in: cache) { return known }

        let obstacle = cache.map { cache in Surroundings.makeDirectory(cache.directory) } ?? nil
        if cache == nil { reporter.note("neither XDG_CACHE_HOME nor HOME is set; the model will not be kept") }
        if let obstacle { reporter.note("\(obstacle); the model will not be kept (--save-model FILE keeps it)") }
        Interruption.catchSignals()
        let learned = try Learning(
            corpus: corpus, plan: plan, threads: arguments.threads, reporter: reporter
        ).run()
        reporter.note(learned.heldOutLoss)
        if let cache, obstacle == nil { store(learned, key, in: cache) }
        return learned
    }

    private func stored(_ key: String, in cache: ModelCache) -> LearnedText? {
        do {
            guard let file = try cache.model(key) else { return nil }
            let learned = try LearnedText(file, name: cache.path(key))
            let interrupted = file.card.options["ending"] == "interrupted" ? ", interrupted" : ""
            reporter.note("learned on \(file.card.date)\(interrupted): \(learned.heldOutLoss)")
            return learned
        } catch {
            reporter.note("the stored model cannot be used, so it is learned again: \(CommandError(error).message)")
            return nil
        }
    }

    private func store(_ learned: LearnedText, _ key: String, in cache: ModelCache) {
        do {
            try learned.file.write(to: cache.path(key))
            if Interruption.isRaised {
                reporter.note("stopped; the best so far is kept, --retrain starts over")
            }
        } catch {
            reporter.note("the model is not kept: \(error)")
        }
    }
}
