import ModelFile

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

    /// The file with the state of a training run that has not ended.
    func checkpointPath(_ key: String) -> String {
        directory + "/" + key + ".checkpoint"
    }

    /// The stored model; nil where there is none yet.
    ///
    /// - Throws: `ModelFileError` where there is one that cannot be used.
    func model(_ key: String) throws(ModelFileError) -> Model? {
        do {
            return try Model.read(path(key), kind: LearnedText.kind)
        } catch {
            if case .missing = error { return nil }
            throw error
        }
    }
}
