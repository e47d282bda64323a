import Commands
import FoundationEssentials
import Jazz

/// The files that a command line names, folders opened, and what was wrong with which.
struct ScoreList {
    /// Every file once, as named or found.
    private(set) var paths: [String] = []
    /// Those of them that were found in a folder.
    private var found: Set<String> = []
    /// What cannot be scored, and why.
    var refusals: [(path: String, failure: Failure)] = []

    init(_ arguments: [String]) {
        var seen: Set<String> = []
        for argument in arguments {
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isDirectory), isDirectory else {
                if seen.insert(argument).inserted { paths.append(argument) }
                continue
            }
            let folder = argument.count > 1 && argument.hasSuffix("/") ? String(argument.dropLast()) : argument
            do throws(MIDIFolderError) {
                for path in try MIDIFolder.files(in: folder).map({ "\(folder)/\($0)" })
                where seen.insert(path).inserted {
                    paths.append(path)
                    found.insert(path)
                }
            } catch {
                refusals.append((argument, Failure(error.isMissing ? .missingInput : .data, error.description)))
            }
        }
    }

    /// Whether a file was found in a folder rather than named.
    func isFound(_ path: String) -> Bool { found.contains(path) }

    /// Says what was refused; throws when that was all there was.
    func report(nothingWasScored: Bool, say: (String) -> Void) throws {
        if nothingWasScored, refusals.count == 1, let only = refusals.first { throw only.failure }
        for refusal in refusals { say(refusal.failure.message) }
        guard nothingWasScored else { return }
        let status = refusals.allSatisfy { $0.failure.status == .missingInput } ? Failure.Status.missingInput : .data
        throw Failure(status, "none of \(counted(refusals.count, "file")) can be scored; the reasons are above")
    }
}

/// The last part of a path.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
