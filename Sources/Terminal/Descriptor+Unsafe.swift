import Glibc

/// An open file descriptor that text is written to.
public struct Descriptor: Sendable {
    /// Standard output.
    public static let output = Descriptor(number: 1)
    /// Standard error.
    public static let error = Descriptor(number: 2)

    /// The descriptor's number.
    public let number: Int32

    /// A descriptor by its number.
    public init(number: Int32) {
        self.number = number
    }

    /// Whether it is a terminal.
    public var isTerminal: Bool { isatty(number) == 1 }

    /// The width of the terminal in columns, as it is now; nil where there is none or it will not say.
    public var columns: Int? {
        var size = winsize()
        guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all of a text, unbuffered.
    ///
    /// - Returns: 0, or the `errno` of the failure.
    @discardableResult
    public func write(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes all the bytes, unbuffered.
    ///
    /// - Returns: 0, or the `errno` of the failure.
    public func write(_ bytes: [UInt8]) -> Int32 {
        unsafe bytes.withUnsafeBytes { unsafe write($0) }
    }

    private func write(_ buffer: UnsafeRawBufferPointer) -> Int32 {
        var written = 0
        while written < buffer.count {
            // What is left of the buffer bounds each write.
            let part = unsafe Glibc.write(number, buffer.baseAddress! + written, buffer.count - written)
            if part > 0 {
                written += part
            } else if part == 0 {
                return EIO
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// Closes the descriptor, which must not be used any more.
    ///
    /// - Returns: 0, or the `errno` with which the system admits that something written before is lost.
    public func close() -> Int32 { Glibc.close(number) == 0 ? 0 : errno }

    /// Gives each of the three standard descriptors that is closed something that fails to read and write, so that no
    /// file opened later takes its number and with it what is meant for the descriptor.
    public static func holdStandardNumbers() {
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) == -1 && errno == EBADF {
            // The lowest free number is taken, which is this one. Reading cannot be done where writing is meant.
            _ = unsafe open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
