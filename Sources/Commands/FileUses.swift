import Files

/// The files that a command line has a command read and write.
///
/// Before anything is written, ``check()`` refuses a file that would be both read and written, or written twice. Files
/// are told apart as the system does it, so that links and other spellings of a path deceive nobody:
///
///     var files = FileUses()
///     files.reads(corpus, as: "--corpus")
///     files.writes(output, as: "--output")
///     try files.check()
public struct FileUses {
    private struct Use {
        var path: String
        /// What the command line calls it.
        var role: String
        /// Whether it may be read no more than once.
        var isLearned = false
    }

    private var inputs: [Use] = []
    private var outputs: [Use] = []

    public init() {}

    /// Takes note of a file that is read; `-` is standard input, nil none.
    public mutating func reads(_ path: String?, as role: String) {
        guard let path else { return }
        inputs.append(Use(path: path == "-" ? "/dev/stdin" : path, role: role))
    }

    /// Takes note of several files that are read for the same purpose, such as those of a folder.
    public mutating func reads(_ paths: [String], as role: String) {
        for path in paths { reads(path, as: role) }
    }

    /// Takes note of texts to learn from: one that is named twice, whatever its name, would count twice.
    public mutating func learns(_ paths: [String], as role: String) {
        for path in paths { inputs.append(Use(path: path == "-" ? "/dev/stdin" : path, role: role, isLearned: true)) }
    }

    /// Takes note of a file that is written; `-` is standard output, nil none. It need not be there yet.
    public mutating func writes(_ path: String?, as role: String) {
        guard let path else { return }
        outputs.append(Use(path: path == "-" ? "/dev/stdout" : path, role: role))
    }

    /// Refuses what would be lost.
    ///
    /// Devices and pipes may be read and written. It costs a look at each file's entry.
    ///
    /// - Throws: ``Failure`` with the status of a wrong usage.
    public func check() throws(Failure) {
        var learned: [FileIdentity: String] = [:]
        for use in inputs where use.isLearned {
            guard let identity = FileIdentity(use.path), identity.exists else { continue }
            if let other = learned.updateValue(use.path, forKey: identity) {
                let same = other == use.path ? "is named twice" : "is the same file as \(other)"
                throw Failure(.usage, "\(use.path): \(same); name it once as \(use.role)")
            }
        }
        var written: [(identity: FileIdentity, use: Use)] = []
        for use in outputs {
            guard let identity = FileIdentity(use.path) else { continue }
            if let other = written.first(where: { $0.identity == identity })?.use {
                throw Failure(
                    .usage,
                    "\(use.path): \(other.role) and \(use.role) would write the same file; name another for one of them"
                )
            }
            written.append((identity, use))
        }
        guard !written.isEmpty else { return }
        for use in inputs {
            guard let identity = FileIdentity(use.path), identity.exists,
                let output = written.first(where: { $0.identity == identity })?.use
            else { continue }
            throw Failure(
                .usage,
                "\(output.path): \(output.role) would replace the file that is read as \(use.role); "
                    + "name another file to write")
        }
    }
}
