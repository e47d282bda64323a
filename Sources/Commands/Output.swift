import Files
import Glibc
import ModelFile
import Terminal

/// Standard output, where results go: the one place that writes there, so that no byte is lost unnoticed.
///
/// A reader who has closed the pipe has seen enough: what is written after that goes nowhere, and is no failure. All
/// methods throw ``Failure`` where the system refuses to take the bytes.
public enum Output {
    /// Writes a line for people. What a terminal would obey, line ends included, is shown; see `String.shownInLine`.
    public static func line(_ text: String) throws(Failure) {
        try put(text.shownInLine + "\n")
    }

    /// Writes lines for people, each ended. What a terminal would obey is shown, line ends and tabs apart.
    public static func lines(_ text: String) throws(Failure) {
        try put(text.shownInLines)
    }

    /// Writes text that other programs may read: exactly, but to a terminal as ``lines(_:)`` does.
    ///
    /// - Returns: Whether there is still a reader.
    @discardableResult
    public static func data(_ text: String) throws(Failure) -> Bool {
        try put(Descriptor.output.isTerminal ? text.shownInLines : text)
    }

    /// Writes what the program drew itself, with colours; names in it have been made fit to be shown.
    public static func drawing(_ text: String) throws(Failure) {
        try put(text)
    }

    /// Writes bytes that are not text; a terminal, which would take them for commands, gets none.
    ///
    /// - Returns: Whether there is still a reader.
    @discardableResult
    public static func data(_ bytes: [UInt8]) throws(Failure) -> Bool {
        guard !Descriptor.output.isTerminal else {
            throw Failure(.usage, "standard output is a terminal, which cannot show this; send it to a file or a pipe")
        }
        return try check(Descriptor.output.write(bytes))
    }

    /// Closes standard output, which tells of bytes that the system has accepted and then could not keep.
    static func close() throws(Failure) {
        try check(Descriptor.output.close())
    }

    @discardableResult
    private static func put(_ text: String) throws(Failure) -> Bool {
        try check(Descriptor.output.write(text))
    }

    @discardableResult
    private static func check(_ code: Int32) throws(Failure) -> Bool {
        guard code != 0, code != EPIPE else { return code == 0 }
        throw Failure(FileWriteError(path: "standard output", code: code))
    }
}
