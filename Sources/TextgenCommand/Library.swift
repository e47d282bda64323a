import Bookshelf
import Commands
import Files
import ModelFile
import Prose
import Terminal
import Training

/// Finds the model of a corpus among those learned before, or learns it and stores it.
struct Library {
    let arguments: LearningArguments
    let watch: WatchArguments
    let cache = ModelCache(Environment.values(["XDG_CACHE_HOME", "HOME"]))

    /// The model of the corpus that the files at `paths` make.
    ///
    /// After Ctrl-C in training `Interruption.isRaised` holds, and the model is the best so far, stored like any other.
    func learned(_ paths: [String], _ console: inout Console) throws -> (LearnedText, Corpus) {
        let start = Environment.seconds()
        let corpus = try Corpus.read(
            paths, separator: arguments.betweenFiles, isRaw: arguments.isRaw, console: &console)
        let vectors = try arguments.vectors.map { try Corpus.read([$0], console: &console) }
        let plan = LearningPlan(arguments, corpus: corpus, vectors: vectors)
        let key = plan.key(corpus)
        let resumes = arguments.checkpoints.resume
        if let cache, !arguments.retrain, !resumes, let known = stored(key, in: cache, &console) {
            if let option = watch.given.first {
                console.note("\(option) has no effect: the text is learned already; --retrain learns it again")
            }
            return (known, corpus)
        }

        let usable = prepared(&console)
        let checkpoints = try usable.map { try checkpointPlan(key, in: $0, corpus, &console) }
        if resumes, checkpoints == nil { throw Failure(.missingInput, "without a cache there is nothing to resume") }
        var learning = Learning(corpus: corpus, plan: plan, checkpoints: checkpoints, start: start, watch: watch)
        // What was learned is kept whatever comes: a signal waits until it is.
        defer { Interruption.release() }
        let learned = try learning.run(&console)
        console.note(learned.heldOutLoss)
        if !corpus.isUnchanged {
            console.note("\(corpus.name) was written to meanwhile, so the model is not kept for it", always: true)
        }
        if let usable, corpus.isUnchanged { store(learned, key, in: usable, &console) }
        return (learned, corpus)
    }

    /// The passages of a corpus, from the cache where they are there; else they are found and stored.
    ///
    /// - Throws: `ProseError`.
    static func passages(of corpus: Corpus, _ console: inout Console) throws(ProseError) -> PassageIndex {
        let cache = ModelCache(Environment.values(["XDG_CACHE_HOME", "HOME"]))
        let path = cache?.passagesPath(corpus)
        if let path, let bytes = try? FileSystem.contents(of: path, limit: 1 << 30, onlyFiles: true),
            let index = PassageIndex(bytes, of: corpus)
        {
            return index
        }
        console.status("looking through \(corpus.name)")
        let index = try PassageIndex(corpus)
        console.clear()
        if let cache, let path, corpus.isUnchanged {
            do {
                try Directories.make(cache.directory, .ownUser)
                try AtomicFile.write(index.encoded, to: path)
            } catch {
                console.note("the passages of \(corpus.name) are not kept: \(error)")
            }
        }
        return index
    }

    /// Where the state of the run is saved; says what becomes of an earlier one.
    private func checkpointPlan(
        _ key: String, in cache: ModelCache, _ corpus: Corpus, _ console: inout Console
    ) throws -> CheckpointPlan {
        let path = cache.checkpointPath(key)
        if let warning = arguments.checkpoints.warning(path: path) { console.note(warning) }
        if arguments.checkpoints.resume, try Checkpoint.read(path) == nil {
            let isDone = (try? cache.model(key)) != nil
            throw Failure(
                .missingInput,
                "\(corpus.name): no run with these options was interrupted, so there is nothing to resume; "
                    + (isDone ? "it is learned, leave --resume out" : "leave --resume out to start one"))
        }
        return arguments.checkpoints.plan(path: path)
    }

    /// The cache if it can be written to; says so if it cannot, before the work rather than after it.
    private func prepared(_ console: inout Console) -> ModelCache? {
        guard let cache else {
            console.note("neither XDG_CACHE_HOME nor HOME is set; the model will not be kept")
            return nil
        }
        do {
            try Directories.make(cache.directory, .ownUser)
            return cache
        } catch {
            console.note("\(error); the model will not be kept (--save-model FILE keeps it)")
            return nil
        }
    }

    private func stored(_ key: String, in cache: ModelCache, _ console: inout Console) -> LearnedText? {
        do {
            guard let file = try cache.model(key) else { return nil }
            let learned = try LearnedText(file, name: cache.path(key))
            let interrupted = file.card.options["ending"] == "interrupted" ? ", interrupted" : ""
            console.note("learned on \(file.card.date)\(interrupted): \(learned.heldOutLoss)")
            return learned
        } catch {
            console.note("the stored model cannot be used, so it is learned again: \(Failure(error).message)")
            return nil
        }
    }

    private func store(_ learned: LearnedText, _ key: String, in cache: ModelCache, _ console: inout Console) {
        do {
            try cache.store(learned.file, key)
            if Interruption.isRaised {
                console.note(
                    "stopped; the best so far is kept: the same command now writes with it, --resume goes on, --retrain starts over"
                )
            } else {
                try Checkpoint.remove(cache.checkpointPath(key))
            }
        } catch {
            console.note("the model is not kept: \(error)")
        }
    }
}
