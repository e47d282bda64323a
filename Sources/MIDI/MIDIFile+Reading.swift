import Files

extension MIDIFile {
    /// The most bytes a file read by path may have: 32 MiB, many times the largest files of music.
    public static let maximumFileSize = 32 << 20

    /// Reads a file by its path.
    ///
    /// - Parameters:
    ///   - mostNotes: a file with more is refused.
    ///   - isFound: whether the path was found in a folder rather than named: then what is no regular file is refused,
    ///     such as a pipe, which might never end.
    /// - Throws: ``MIDIError/file(path:_:)`` when it cannot be opened or read, and as ``init(bytes:mostNotes:)`` does.
    public static func read(
        _ path: String, mostNotes: Int = mostNotes, isFound: Bool = false
    ) throws(MIDIError) -> MIDIFile {
        let bytes = try contents(of: path, limit: maximumFileSize, isFound: isFound)
        return try MIDIFile(bytes: bytes, mostNotes: mostNotes)
    }

    /// The bytes of a file; a pipe will do unless the path `isFound`.
    package static func contents(
        of path: String, limit: Int, isFound: Bool = false
    ) throws(MIDIError) -> [UInt8] {
        do throws(FileReadError) {
            return try FileSystem.contents(of: path, limit: limit, onlyFiles: isFound)
        } catch {
            throw .file(path: path, MIDIError.FileProblem(error))
        }
    }
}

extension MIDIError.FileProblem {
    /// The problem that a file which cannot be read has.
    init(_ error: FileReadError) {
        switch error {
        case .missing: self = .missing
        case .isDirectory: self = .directory
        case .notAFile: self = .notRegular
        case .tooLarge(_, let limit): self = .tooLarge(expected: limit)
        case .unreadable(_, let code): self = .unreadable(code)
        }
    }
}
