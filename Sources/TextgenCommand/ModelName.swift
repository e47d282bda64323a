import Bookshelf
import Commands
import Files
import ModelFile
import Terminal

extension LearnedText {
    /// The model that a name means: a file, one of the cache by the beginning of its key, four characters or more, or the one
    /// that comes with the program.
    ///
    /// - Throws: ``Failure``.
    static func read(_ name: String) throws -> LearnedText {
        if !FileSystem.exists(name), !name.contains("/"), name.count >= 4,
            let cache = ModelCache(Environment.values(["XDG_CACHE_HOME", "HOME"]))
        {
            let keys = cache.entries().map(\.key).filter { $0.hasPrefix(name) }
            if keys.count > 1 {
                throw Failure(
                    .usage, "\(name): \(keys.count) models of the cache begin with this; give more of the key")
            }
            if keys.isEmpty, name == shippedName { return try shipped() }
            if let key = keys.first, let model = try cache.model(key) { return try LearnedText(model, name: name) }
        }
        return try LearnedText(Model.read(name, kind: kind), name: name)
    }
}

extension ModelCache {
    /// The models that are kept, by their keys.
    func entries() -> [(key: String, size: Int)] {
        let names = (try? Directories.files(below: directory)) ?? []
        return names.filter { $0.hasSuffix(".safetensors") && !$0.contains("/") && !$0.hasPrefix(".") }.map { name in
            let size = (try? FileSystem.status(directory + "/" + name).size) ?? 0
            return (String(name.dropLast(".safetensors".count)), size)
        }
    }
}
