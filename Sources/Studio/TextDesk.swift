import Bookshelf
internal import Files
import ModelFile
import Numerics
import Prose
import Recurrent
import Sampling
internal import Synchronization
import Terminal
import Web

/// Texts: models that write, corpora that they learn, and what a page wants to know of a text.
package final class TextDesk: Sendable {
    private struct State {
        var models: [String: LearnedText] = [:]
        /// The last used last.
        var order: [String] = []
        var passages: (name: String, corpus: Corpus, index: PassageIndex)?
    }

    private let state = Mutex(State())
    let models: String
    let corpora: String
    let trash: String
    let jobs: JobList

    /// - Parameters:
    ///   - folder: Where everything is kept.
    ///   - today: The day, for the cards of models.
    ///   - start: Starts a thread.
    package init(
        folder: String, threads: Int, today: @escaping @Sendable () -> String,
        start: @escaping @Sendable (@escaping @Sendable () -> Void) throws -> Void
    ) {
        models = folder + "/models"
        corpora = folder + "/corpora"
        trash = folder + "/trash"
        jobs = JobList(folder: folder, threads: threads, today: today, start: start)
    }

    func addRoutes(to router: inout Router) {
        router.add("GET", "api/text/models", .soon) { [self] _ in try listModels() }
        router.add("DELETE", "api/text/models/*", .soon) { [self] call in
            try discard("\(models)/\(name(call, in: models, ".safetensors", "model")).safetensors")
            state.withLock { $0.models[call.names[0]] = nil }
            return HTTPResponse(204)
        }
        router.add("GET", "api/text/corpora", .soon) { [self] _ in listCorpora() }
        router.add("PUT", "api/text/corpora/*", .soon, mostBytes: StudioService.mostBytes, type: "text/plain") {
            [self] in try keep($0)
        }
        router.add("DELETE", "api/text/corpora/*", .soon) { [self] call in
            try discard("\(corpora)/\(name(call, in: corpora, ".txt", "corpus")).txt")
            return HTTPResponse(204)
        }
        router.add("POST", "api/text/write", .inTurn, mostBytes: 1 << 20) { [self] in try write($0.json()) }
        router.add("POST", "api/text/compare", .inTurn, mostBytes: 1 << 20) { [self] in try compare($0.json()) }
        router.add("POST", "api/text/alternatives", .inTurn, mostBytes: 1 << 20) { [self] in
            try alternatives($0.json())
        }
        router.add("POST", "api/text/surprise", .inTurn, mostBytes: 1 << 20) { [self] in try surprise($0.json()) }
        router.add("POST", "api/text/copies", .inTurn, mostBytes: 1 << 20) { [self] in try copies($0.json()) }
        router.add("POST", "api/text/learn", .soon) { [self] in try learn($0.json()) }
        jobs.addRoutes(to: &router)
    }

    /// A name in a path, of a file that there is.
    private func name(_ call: Router.Call, in folder: String, _ ending: String, _ what: String) throws(APIError)
        -> String
    {
        guard let name = try? FileName.checked(call.names[0], at: "name"),
            FileSystem.exists("\(folder)/\(name)\(ending)")
        else { throw APIError(404, "there is no \(what) of this name", at: "name") }
        return name
    }

    private func discard(_ path: String) throws {
        do {
            try Directories.make(trash, .ownUser)
            let file = PathText.name(of: path)
            var target = "\(trash)/\(file)"
            var number = 1
            while FileSystem.exists(target) {
                number += 1
                target = "\(trash)/\(number) \(file)"
            }
            try FileSystem.rename(path, to: target)
        } catch {
            throw APIError(503, "it cannot be moved to the trash", at: "the disk", retryAfter: 5)
        }
    }

    private func names(_ folder: String, _ ending: String) -> [String] {
        ((try? FileSystem.names(in: folder)) ?? []).filter { $0.hasSuffix(ending) }.map {
            String($0.dropLast(ending.count))
        }
        .filter { (try? FileName.checked($0, at: "")) != nil }.sorted()
    }

    // MARK: Models

    /// So many are kept in memory.
    private static let mostModels = 4

    /// A model by its name; the one that comes with the program where none is named.
    func model(_ name: String?) throws -> (name: String, text: LearnedText) {
        let name = name ?? LearnedText.shippedName
        if let known = state.withLock({ $0.models[name] }) { return (name, known) }
        let path = "\(models)/\(name).safetensors"
        let learned: LearnedText
        if (try? FileName.checked(name, at: "model")) != nil, FileSystem.exists(path) {
            learned = try LearnedText(Model.read(path, kind: LearnedText.kind), name: name)
        } else if name == LearnedText.shippedName {
            learned = try LearnedText.shipped()
        } else {
            throw APIError(404, "there is no model of this name", at: "model", hint: "GET /api/text/models lists them")
        }
        state.withLock { state in
            state.models[name] = learned
            state.order.removeAll { $0 == name }
            state.order.append(name)
            while state.order.count > Self.mostModels { state.models[state.order.removeFirst()] = nil }
        }
        return (name, learned)
    }

    /// Forgets a model that has been learned anew.
    func forget(_ name: String) { state.withLock { $0.models[name] = nil } }

    private func listModels() throws -> HTTPResponse {
        let kept = names(models, ".safetensors")
        let all = (kept.contains(LearnedText.shippedName) ? [] : [LearnedText.shippedName]) + kept
        return HTTPResponse { writer in
            writer.list("models", all.compactMap { name in (try? model(name)).map { (name, $0.text) } }) {
                writer, entry in
                let (name, learned) = entry
                let card = learned.file.card
                writer.member("name", name)
                writer.member("shipped", !kept.contains(name))
                writer.member("tokens", learned.text.tokenizer.kind.rawValue)
                writer.member("vocabulary", learned.text.tokenizer.count)
                writer.member("parameters", learned.text.network.parameters.count)
                writer.member("learnedFrom", card.data.isEmpty ? nil : card.data)
                writer.member("bitsPerCharacter", learned.bitsPerCharacter)
                writer.member(
                    "corpus", names(corpora, ".txt").contains(card.name) && kept.contains(name) ? card.name : nil)
            }
        }
    }

    // MARK: Corpora

    private func keep(_ call: Router.Call) throws -> HTTPResponse {
        let name = try FileName.checked(call.names[0], at: "name")
        let corpus = try Corpus(bytes: call.request.body, name: name)
        do {
            try Directories.make(corpora, .ownUser)
            try AtomicFile.write(call.request.body, to: "\(corpora)/\(name).txt", isRepeated: true)
        } catch {
            throw APIError(503, "it cannot be kept: \(error)", at: "the disk", retryAfter: 5)
        }
        state.withLock { if $0.passages?.name == name { $0.passages = nil } }
        return HTTPResponse { Self.tell(name, corpus, bytes: call.request.body.count, to: &$0) }
    }

    private static func tell(_ name: String, _ corpus: Corpus, bytes: Int, to writer: inout JSONWriter) {
        let text = corpus.text(0..<min(corpus.characterCount, 200_000))
        writer.member("name", name)
        writer.member("bytes", bytes)
        writer.member("characters", corpus.characterCount)
        // Of a long text as many as its beginning makes likely.
        let words = text.split(whereSeparator: \.isWhitespace).count
        let factor = Double(corpus.characterCount) / Double(max(1, text.unicodeScalars.count))
        writer.member("words", Int((Double(words) * factor).rounded()))
        writer.member("excerpt", String(text.prefix(200)))
    }

    func corpus(_ name: String) throws -> Corpus {
        guard (try? FileName.checked(name, at: "corpus")) != nil, FileSystem.exists("\(corpora)/\(name).txt") else {
            throw APIError(
                404, "there is no corpus of this name", at: "corpus", hint: "GET /api/text/corpora lists them")
        }
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.contents(
                of: "\(corpora)/\(name).txt", limit: StudioService.mostBytes, onlyFiles: true)
        } catch { throw APIError(422, "the corpus cannot be read", at: "corpus") }
        return try Corpus(bytes: bytes, name: name)
    }

    private func listCorpora() -> HTTPResponse {
        let found = names(corpora, ".txt").prefix(200).compactMap { name in (try? corpus(name)).map { (name, $0) } }
        return HTTPResponse { writer in
            writer.list("corpora", found) { writer, entry in
                let size = (try? FileSystem.status("\(corpora)/\(entry.0).txt").size) ?? 0
                Self.tell(entry.0, entry.1, bytes: size, to: &writer)
            }
        }
    }

    private func learn(_ json: JSONValue) throws -> HTTPResponse {
        let order = try LearningOrder(json)
        return try jobs.begin(order, corpus: corpus(order.corpus)) { [self] in forget(order.name) }
    }

    // MARK: What a page wants to know of a text

    private func alternatives(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["model", "text", "count"])
        let (_, learned) = try model(fields.text("model", most: 80))
        guard let text = try fields.text("text", most: 200_000) else {
            throw APIError(422, "text is missing", at: "text")
        }
        let count = try fields.integer("count", 1...100) ?? 10
        let tail = String(String.UnicodeScalarView(text.unicodeScalars.suffix(WritingDesk.context)))
        let found = learned.text.nextWords(after: tail, count: count)
        let entropy = found.reduce(0) {
            $0 - ($1.probability > 0 ? $1.probability * $1.probability.binaryLogarithm : 0)
        }
        return HTTPResponse { writer in
            writer.list("alternatives", found) { writer, word in
                writer.member("text", word.text)
                writer.member("probability", word.probability)
            }
            writer.member("entropy", entropy)
        }
    }

    private func surprise(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["model", "text"])
        let (_, learned) = try model(fields.text("model", most: 80))
        guard let text = try fields.text("text", most: 50_000) else {
            throw APIError(422, "text is missing", at: "text")
        }
        let score = learned.text.score(text, ends: false, tellsLikeliest: true)
        return HTTPResponse { writer in
            writer.list("tokens", score.tokens) { writer, token in
                writer.member("text", token.text)
                writer.member("bits", token.bits)
                writer.member("likeliest", token.likeliest ?? "")
            }
            writer.member("bits", score.bitsPerCharacter)
            writer.member("perplexity", score.perplexity)
        }
    }

    private func copies(_ json: JSONValue) throws -> HTTPResponse {
        let fields = try Fields(json, known: ["corpus", "text", "characters"])
        guard let name = try fields.text("corpus", most: 80), let text = try fields.text("text", most: 200_000) else {
            throw APIError(422, "corpus or text is missing", at: "corpus")
        }
        let least = try fields.integer("characters", 8...1_000) ?? Self.usualCopy
        let found = try copies(of: text, in: name, least: least)
        return HTTPResponse { writer in Self.write(found, to: &writer) }
    }

    struct Copy {
        var start: Int
        var length: Int
        var corpus: String
        var place: Int
        var context: String
    }

    /// Passages from which on they are told.
    static let usualCopy = 24

    static func write(_ copies: [Copy], to writer: inout JSONWriter) {
        writer.list("copies", copies) { writer, copy in
            writer.member("start", copy.start)
            writer.member("length", copy.length)
            writer.member("corpus", copy.corpus)
            writer.member("place", copy.place)
            writer.member("context", copy.context)
        }
    }

    /// The passages of a text that stand in a corpus, the longest at each place.
    func copies(of text: String, in name: String, least: Int) throws -> [Copy] {
        let passages: (name: String, corpus: Corpus, index: PassageIndex)
        if let known = state.withLock({ $0.passages?.name == name ? $0.passages : nil }) {
            passages = known
        } else {
            let corpus = try corpus(name)
            passages = (name, corpus, try PassageIndex(corpus))
            state.withLock { $0.passages = passages }
        }
        let scalars = text.unicodeScalars.map(\.value)
        var found: [Copy] = []
        var (length, end) = (0, 0)
        func close(at position: Int) {
            guard length >= least else { return }
            let place = end - length
            let around = max(0, place - 60)..<min(passages.corpus.characterCount, end + 60)
            found.append(
                Copy(
                    start: position - length, length: length, corpus: name, place: place,
                    context: passages.corpus.text(around)))
        }
        for position in scalars.indices {
            let next = passages.index.longestEnd(
                of: Array(scalars[max(0, position - length)...position]), most: length + 1)
            if next.length <= length { close(at: position) }
            (length, end) = next
        }
        close(at: scalars.count)
        // What is a part of a passage before it tells nothing new.
        return found.enumerated().filter { index, copy in
            !found[..<index].contains { $0.start <= copy.start && $0.start + $0.length >= copy.start + copy.length }
        }.map(\.element)
    }
}

extension Double {
    /// log₂ of a number above zero.
    fileprivate var binaryLogarithm: Double { naturalLogarithm(self) / 0.6931471805599453 }
}
