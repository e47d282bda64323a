import Commands
import Files
import Jazz
import Repertoire
import Terminal

/// The files that a command line names, folders opened, and what was wrong with which.
struct ScoreList {
    /// Every file once, as named or found.
    private(set) var paths: [String] = []
    /// Those of them that were found in a folder.
    private var found: Set<[UInt8]> = []
    /// What cannot be scored, and why.
    var refusals: [(path: String, failure: Failure)] = []

    init(_ arguments: [String]) {
        // By their bytes: two names that read alike, one with é and one with e and an accent, are two files.
        var seen: Set<[UInt8]> = []
        for argument in arguments {
            guard Directories.isDirectory(argument) else {
                if seen.insert(Array(argument.utf8)).inserted { paths.append(argument) }
                continue
            }
            let folder =
                argument.utf8.count > 1 && argument.utf8.last == UInt8(ascii: "/")
                ? String(argument.dropLast()) : argument
            do throws(MIDIFolderError) {
                for path in try MIDIFolder.files(in: folder).map({ "\(folder)/\($0)" })
                where seen.insert(Array(path.utf8)).inserted {
                    paths.append(path)
                    found.insert(Array(path.utf8))
                }
            } catch {
                refusals.append((argument, Failure(error.isMissing ? .missingInput : .data, error.description)))
            }
        }
    }

    /// Whether a file was found in a folder rather than named.
    func isFound(_ path: String) -> Bool { found.contains(Array(path.utf8)) }

    /// The status to end with where files that were named could not be scored; nil where none was. Of what is found in a
    /// folder some files are always something else.
    var statusOfNamed: Failure.Status? {
        Self.status(refusals.filter { !isFound($0.path) }.map(\.failure))
    }

    private static func status(_ failures: [Failure]) -> Failure.Status? {
        guard !failures.isEmpty else { return nil }
        return failures.allSatisfy { $0.status == .missingInput } ? .missingInput : .data
    }

    /// Says what was refused; throws when that was all there was.
    func report(nothingWasScored: Bool, say: (String) -> Void) throws {
        if nothingWasScored, refusals.count == 1, let only = refusals.first { throw only.failure }
        for refusal in refusals { say(refusal.failure.message) }
        guard nothingWasScored else { return }
        throw Failure(
            Self.status(refusals.map(\.failure)) ?? .data,
            "none of \(counted(refusals.count, "file")) can be scored; the reasons are above")
    }
}

/// The last part of a path.
func fileName(_ path: String) -> String { PathText.name(of: path) }
