import Bookshelf
import Commands
import ModelFile
import Numerics
import Prose

/// The models learned so far, in the user's cache directory (XDG Base Directory Specification 0.8).
struct ModelCache {
    /// Where the models lie.
    let directory: String

    /// The cache that the environment names; nil where there is no home.
    init?(_ environment: [String: String]) {
        // The specification wants a relative path passed over.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            directory = cache + "/woodshed/text"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            directory = home + "/.cache/woodshed/text"
        } else {
            return nil
        }
    }

    /// The file of a model.
    func path(_ key: String) -> String {
        directory + "/" + key + ".safetensors"
    }

    /// The file with a corpus's passages, beside its models.
    func passagesPath(_ corpus: Corpus) -> String {
        directory + "/" + corpus.fingerprint.prefix(32) + ".passages"
    }

    /// The file with the state of a training run that has not ended.
    func checkpointPath(_ key: String) -> String {
        directory + "/" + key + ".checkpoint"
    }

    /// The stored model; nil where there is none yet.
    ///
    /// - Throws: ``Failure`` where there is one that cannot be used.
    func model(_ key: String) throws(Failure) -> Model? {
        var model: Model
        do throws(ModelFileError) {
            model = try Model.read(path(key), kind: LearnedText.kind)
        } catch {
            if case .missing = error { return nil }
            throw Failure(error)
        }
        guard let stored = model.extra.removeValue(forKey: Self.checksumKey), stored == Self.checksum(model) else {
            throw Failure(.data, "\(path(key)): is damaged: it is not what was stored there")
        }
        return model
    }

    /// Stores a model under a key, with a checksum: a disk may lose a bit without a word.
    ///
    /// - Throws: `ModelFileError`.
    func store(_ model: Model, _ key: String) throws(ModelFileError) {
        var model = model
        model.extra[Self.checksumKey] = Self.checksum(model)
        try model.write(to: path(key))
    }

    private static let checksumKey = "checksum"

    /// Of all that decides what is written, and of the card.
    private static func checksum(_ model: Model) -> String {
        var hash = ContentHash()
        hash.update(Array((model.contentHash + model.card.json).utf8))
        return hash.hex
    }
}
