import Files
import Glibc

extension Interchange {
    /// The tokens that the metadata of a state name, in the order of their ids; nil where they name none.
    ///
    /// - Parameter areCharacters: Whether each has to be a single character.
    /// - Throws: `ModelFileError.misfit` where they are not `count` different ones; the marks of this program, `<eos>` and
    ///   `<unk>`, may stand first.
    public static func vocabulary(
        _ state: TensorFile, count: Int, areCharacters: Bool = true, name: String
    ) throws(ModelFileError) -> [String]? {
        guard let text = state.metadata[vocabularyKey] else { return nil }
        return try vocabulary(
            Array(text.utf8), count: count, areCharacters: areCharacters, file: name, name: name)
    }

    /// The tokens of the vocabulary file at `path`; see ``vocabulary(_:count:file:name:)``.
    ///
    /// - Throws: `ModelFileError`: missing, unreadable or a misfit.
    public static func vocabulary(
        _ path: String, count: Int, name: String
    ) throws(ModelFileError) -> [String] {
        let bytes: [UInt8]
        do throws(FileSystem.Failure) {
            let descriptor = try FileSystem.open(path, O_RDONLY)
            defer { try? FileSystem.close(descriptor) }
            bytes = try FileSystem.read(descriptor, count: largestVocabulary)
        } catch {
            throw error.code == ENOENT || error.code == ENOTDIR
                ? .missing(file: path) : .unreadable(file: path, code: error.code)
        }
        return try vocabulary(bytes, count: count, file: path, name: name)
    }

    /// More than all characters there are need, each written as two escapes on a line of its own.
    private static let largestVocabulary = 32 << 20

    /// The tokens of a vocabulary file, in the order of their ids.
    ///
    /// Understood are a JSON list of the tokens, a JSON object from token to id, the characters themselves one after the
    /// other, and lines of one character each.
    ///
    /// - Parameters:
    ///   - count: V, by which the last two are told apart.
    ///   - file: the vocabulary's name, for error messages.
    ///   - name: the state's.
    /// - Throws: `ModelFileError.misfit`.
    public static func vocabulary(
        _ bytes: [UInt8], count: Int, areCharacters: Bool = true, file: String, name: String
    ) throws(ModelFileError) -> [String] {
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        let found = json(bytes, count: count) ?? text(bytes, count: count)
        guard let tokens = found, tokens.count == count else {
            throw .misfit(file: name, .vocabulary(file: file, expected: count))
        }
        var seen: Set<String> = []
        for (entry, token) in tokens.enumerated() {
            let isMark = tokens.starts(with: marks) && entry < marks.count
            guard seen.insert(token).inserted, isMark || !areCharacters || token.unicodeScalars.count == 1
            else {
                throw .misfit(file: name, .token(file: file, entry: entry, text: token))
            }
        }
        return tokens
    }

    /// What stands for the end of a document and for unknown characters in a vocabulary of this program's.
    private static let marks = ["<eos>", "<unk>"]

    private static func json(_ bytes: [UInt8], count: Int) -> [String]? {
        list(bytes) ?? object(bytes, count: count)
    }

    private static func list(_ bytes: [UInt8]) -> [String]? {
        var reader = JSONReader(bytes, in: 0..<bytes.count)
        var tokens: [String] = []
        do {
            try reader.array { (reader) throws(JSONReader.Failure) in tokens.append(try reader.string()) }
            try reader.finish()
        } catch {
            return nil
        }
        return tokens
    }

    private static func object(_ bytes: [UInt8], count: Int) -> [String]? {
        var reader = JSONReader(bytes, in: 0..<bytes.count)
        var ids: [Int: String] = [:]
        do {
            try reader.object { (reader, token, _) throws(JSONReader.Failure) in ids[try reader.integer()] = token }
            try reader.finish()
        } catch {
            return nil
        }
        let tokens = (0..<ids.count).compactMap { ids[$0] }
        return tokens.count == ids.count ? tokens : nil
    }

    private static func text(_ bytes: [UInt8], count: Int) -> [String]? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let scalars = Array(text.unicodeScalars)
        // An editor may have ended the last line.
        for characters in [scalars, scalars.last == "\n" ? scalars.dropLast() : []] where characters.count == count {
            return characters.map { String($0) }
        }
        var lines = scalars.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { line in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: line.last == "\r" ? line.dropLast() : line)
            return String(view)
        }
    }
}
