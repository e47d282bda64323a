import Files
import Glibc

extension Corpus {
    /// A text of at most so many bytes is copied, so that whoever edits the file meanwhile disturbs nothing.
    static let memoryLimit = 64 << 20
    /// The longest text from a pipe, which has to be stored to be read again.
    static let pipeLimit = 16 << 30

    /// Reads a corpus from a file, a pipe or a device.
    ///
    /// Above 64 MiB a file is mapped into memory, and a pipe's text goes to a temporary file first.
    ///
    /// - Parameters:
    ///   - isRaw: whether the file is any bytes, each of which is kept; see `RawText`.
    ///   - temporaryDirectory: where that file goes; it has no name, and disappears with the corpus.
    ///   - progress: called now and then with the fraction of a file that is read.
    /// - Throws: `ProseError`, which names the file.
    public static func read(
        _ path: String, isRaw: Bool = false, temporaryDirectory: String = "/var/tmp",
        progress: (Double) -> Void = { _ in }
    ) throws(ProseError) -> Corpus {
        try read(
            path, isRaw: isRaw, temporaryDirectory: temporaryDirectory, memoryLimit: memoryLimit, pipeLimit: pipeLimit,
            progress: progress)
    }

    /// What is put between two files that are texts of their own: the character for that (ISO 646), and a line's end.
    public static let fileSeparator = "\u{1C}\n"

    /// Reads several files as one text, with a line's end between two of them.
    ///
    /// - Parameters:
    ///   - separator: What else stands between two.
    ///   - isRaw: Whether the files are any bytes, each of which is kept.
    ///
    /// Each is read and checked on its own, so that a message names it; then they are joined in memory, or above 64 MiB
    /// in a temporary file.
    ///
    /// - Throws: `ProseError`.
    public static func read(
        _ paths: [String], separator: String = "", isRaw: Bool = false, temporaryDirectory: String = "/var/tmp",
        progress: (Double) -> Void = { _ in }
    ) throws(ProseError) -> Corpus {
        precondition(!paths.isEmpty, "no file to read")
        guard paths.count > 1 else {
            return try read(paths[0], isRaw: isRaw, temporaryDirectory: temporaryDirectory, progress: progress)
        }
        let name = paths.count == 2 ? "\(paths[0]) and \(paths[1])" : "\(paths[0]) and \(paths.count - 1) others"
        var spool = Spool(file: name, directory: temporaryDirectory, memoryLimit: memoryLimit, limit: pipeLimit)
        for (number, path) in paths.enumerated() {
            let part = try read(path, isRaw: isRaw, temporaryDirectory: temporaryDirectory) { fraction in
                progress((Double(number) + fraction) / Double(paths.count + 1))
            }
            try part.append(to: &spool, endsLine: number + 1 < paths.count)
            if number + 1 < paths.count, !separator.isEmpty { try spool.append(Array(separator.utf8)[...]) }
        }
        return try Corpus(spool.bytes(), name: name, fileCount: paths.count) { fraction in
            progress((Double(paths.count) + fraction) / Double(paths.count + 1))
        }
    }

    /// Adds the bytes of the text, and a line's end where that is wanted and it has none.
    private func append(to spool: inout Spool, endsLine: Bool) throws(ProseError) {
        var last: UInt8 = 0
        for first in stride(from: start, to: bytes.count, by: 1 << 18) {
            let piece = first..<min(bytes.count, first + 1 << 18)
            // The piece lies within the bytes.
            guard let copy = unsafe bytes.withBytes({ unsafe Array($0[piece]) }) else { throw .changed(file: name) }
            bytes.noteReading(piece)
            last = copy[copy.count - 1]
            try spool.append(copy[...])
        }
        if endsLine, last != UInt8(ascii: "\n"), last != UInt8(ascii: "\r") { try spool.append([UInt8(ascii: "\n")]) }
    }

    /// The same with other limits, for tests.
    package static func read(
        _ path: String, isRaw: Bool = false, temporaryDirectory: String, memoryLimit: Int, pipeLimit: Int = pipeLimit,
        progress: (Double) -> Void = { _ in }
    ) throws(ProseError) -> Corpus {
        let descriptor: Int32
        do throws(FileSystem.Failure) {
            descriptor = try FileSystem.open(path, O_RDONLY)
        } catch {
            throw error.code == ENOENT || error.code == ENOTDIR
                ? .missing(file: path) : .unreadable(file: path, code: error.code)
        }
        var record = stat()
        guard unsafe fstat(descriptor, &record) == 0 else {
            let code = errno
            close(descriptor)
            throw .unreadable(file: path, code: code)
        }
        if !isRaw, record.st_mode & S_IFMT == S_IFREG, record.st_size > memoryLimit, !path.lowercased().hasSuffix(".gz")
        {
            return try Corpus(mapped(descriptor, path), name: path, progress: progress).composed(in: temporaryDirectory)
        }
        defer { close(descriptor) }
        var spool = Spool(file: path, directory: temporaryDirectory, memoryLimit: memoryLimit, limit: pipeLimit)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var compressed: [UInt8]?
        var isFirst = true
        var decoder = isRaw ? RawText.Decoder(isText: false) : nil
        while true {
            // At most chunk.count bytes are written to the chunk's own storage.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw errno == EISDIR ? .isDirectory(file: path) : .unreadable(file: path, code: errno)
            }
            if count == 0 { break }
            if isFirst, Gunzip.isLikely(chunk[..<count]) { compressed = [] }
            isFirst = false
            if compressed != nil {
                compressed? += chunk[..<count]
                guard compressed?.count ?? 0 <= memoryLimit else { throw .tooLarge(file: path, limit: memoryLimit) }
                continue
            }
            try append(chunk[..<count], &decoder, to: &spool)
            // A device may never end; no text has this byte, and the scan will say so.
            if !isRaw, chunk[..<count].contains(0) { break }
        }
        if let compressed { try decompress(compressed, &decoder, to: &spool, path) }
        guard isRaw else {
            return try Corpus(spool.bytes(), name: path, progress: progress).composed(in: temporaryDirectory)
        }
        var rest = String.UnicodeScalarView()
        decoder?.finish { rest.append($0) }
        try spool.append(Array(String(rest).utf8)[...])
        return try Corpus(spool.bytes(), name: path, progress: progress)
    }

    private static func append(
        _ bytes: ArraySlice<UInt8>, _ decoder: inout RawText.Decoder?, to spool: inout Spool
    ) throws(ProseError) {
        guard decoder != nil else { return try spool.append(bytes) }
        var text = String.UnicodeScalarView()
        for byte in bytes { decoder?.add(byte) { text.append($0) } }
        try spool.append(Array(String(text).utf8)[...])
    }

    private static func decompress(
        _ bytes: [UInt8], _ decoder: inout RawText.Decoder?, to spool: inout Spool, _ path: String
    ) throws(ProseError) {
        do {
            try Gunzip.decompress(bytes) { (piece) throws(ProseError) in try append(piece, &decoder, to: &spool) }
        } catch let error as ProseError {
            throw error
        } catch {
            throw .badGzip(file: path)
        }
    }

    private static func mapped(_ descriptor: Int32, _ path: String) throws(ProseError) -> TextBytes {
        guard let bytes = TextBytes(mapping: descriptor) else { throw .unreadable(file: path, code: errno) }
        return bytes
    }
}
