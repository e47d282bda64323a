/// Why a command ends early: an exit status and one line for the person who typed it.
public struct Failure: Error, Equatable, Sendable {
    /// Exit statuses, after `sysexits.h`.
    public enum Status: Int32, Sendable {
        /// The command line is wrong.
        case usage = 64
        /// A file or its contents are not what they should be.
        case data = 65
        /// A file to be read is not there or cannot be read.
        case missingInput = 66
        /// A library, sound font or device is missing or failed.
        case unavailable = 69
        /// The program is at fault.
        case software = 70
        /// A file to be written cannot be.
        case cannotCreate = 73
        /// Stopped with Ctrl-C; 143 or 129 where it was SIGTERM or SIGHUP.
        case interrupted = 130
    }

    public var status: Status
    /// What failed, where, and what to do about it, without a final full stop; empty when all has been said.
    public var message: String

    public init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }
}
