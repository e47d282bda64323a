public import ArgumentParser
import Files

/// What the ending of a file's name promises.
public enum OutputName {
    /// What stands behind the last dot of a path's last part, in small letters and with the dot; empty where there is none.
    public static func ending(of path: String) -> String {
        let name = PathText.name(of: path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[dot...].lowercased()
    }

    /// Refuses a name that promises another form than is written. A name without an ending promises nothing, nor does
    /// that of a device or a pipe.
    ///
    /// - Parameters:
    ///   - endings: Those that fit, in small letters and with their dots.
    ///   - what: What is written, as the beginning of a sentence: "a piece is written as MIDI".
    /// - Throws: `ValidationError`.
    public static func check(_ path: String, endings: [String], _ what: String) throws {
        let ending = ending(of: path)
        guard !ending.isEmpty, !endings.contains(ending), Directories.isReplaceable(path) else { return }
        let last = endings.last ?? ""
        let list = endings.count > 1 ? endings.dropLast().joined(separator: ", ") + " or " + last : last
        throw ValidationError("\(path): \(what), not as \(ending); name a file that ends in \(list)")
    }

    /// Refuses standard output for what can only be written to a file.
    ///
    /// - Throws: `ValidationError`.
    public static func checkIsFile(_ path: String, _ what: String) throws {
        guard path != "-" else { throw ValidationError("\(what) cannot be written to standard output; name a file") }
    }
}
