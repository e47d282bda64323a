import ArgumentParser
import Bookshelf
import Commands
import Files
import ModelFile
import Terminal

/// `textgen models`: the models in the cache.
struct Models: ParsableCommand {
    enum Action: String, ExpressibleByArgument, CaseIterable { case list, remove, `where` }

    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists the models that are kept, removes them, or says where they are.",
        discussion: """
            Every corpus that was learned has its model in the cache. A model is named by its key, or the first four \
            characters of it or more; the other commands take it in place of a file.

            EXAMPLES
              textgen models
              textgen models remove 3f9a
              textgen models remove --all
              textgen models where
            """)

    @Argument(help: "list, remove or where. (default: list)")
    var action: Action = .list

    @Argument(help: ArgumentHelp("With remove, the models.", valueName: "key"))
    var keys: [String] = []

    @Flag(help: "With remove, everything that is kept.")
    var all = false

    func validate() throws {
        if action != .remove, !keys.isEmpty || all {
            throw ValidationError("\(all ? "--all" : keys[0]) has no meaning with \(action.rawValue)")
        }
        guard action == .remove else { return }
        if all, !keys.isEmpty { throw ValidationError("--all and \(keys[0]) contradict each other; give one") }
        if !all, keys.isEmpty { throw ValidationError("name what to remove: a key of textgen models, or --all") }
        if let key = keys.first(where: { $0.count < 4 || $0.contains("/") }) {
            throw ValidationError("'\(key)' is no key; give four characters or more of one")
        }
    }

    func run() throws {
        guard let cache = ModelCache(Environment.values(["XDG_CACHE_HOME", "HOME"])) else {
            throw Failure(.missingInput, "neither XDG_CACHE_HOME nor HOME is set, so no model is kept")
        }
        switch action {
        case .where: try Output.line(cache.directory)
        case .list: try list(cache)
        case .remove: try remove(cache)
        }
    }

    private func list(_ cache: ModelCache) throws {
        let entries = cache.entries()
        var console = Console("textgen", isQuiet: false)
        guard !entries.isEmpty else { return console.note("no models are kept in \(cache.directory)") }
        for (key, size) in entries {
            let line: String
            do {
                guard let model = try cache.model(key) else { continue }
                let learned = try LearnedText(model, name: key)
                let card = model.card
                line = "\(card.date)  \(size / 1_024) KiB  \(card.name): \(learned.heldOutLoss)"
            } catch {
                line = "cannot be used: \(Failure(error).message)"
            }
            try Output.line("\(key.prefix(8))  \(line)")
        }
    }

    private func remove(_ cache: ModelCache) throws {
        let known = cache.entries().map(\.key)
        var chosen = all ? known : []
        for key in keys {
            let matching = known.filter { $0.hasPrefix(key) }
            guard let match = matching.first else {
                throw Failure(.missingInput, "\(key): no model that is kept has this key; textgen models lists them")
            }
            guard matching.count == 1 else {
                throw Failure(.usage, "\(key): \(matching.count) models begin with this; give more of the key")
            }
            chosen.append(match)
        }
        for key in Set(chosen).sorted() {
            try AtomicFile.remove(cache.path(key))
            try AtomicFile.remove(cache.checkpointPath(key))
            try Output.line("removed \(key.prefix(8))")
        }
        guard all else { return }
        // What else is kept: passages, and states of learning without a model.
        let others = ((try? Directories.files(below: cache.directory)) ?? []).filter {
            ($0.hasSuffix(".passages") || $0.hasSuffix(".checkpoint")) && !$0.contains("/")
        }
        for name in others { try AtomicFile.remove(cache.directory + "/" + name) }
        if chosen.isEmpty, others.isEmpty { try Output.line("nothing is kept in \(cache.directory)") }
    }
}
