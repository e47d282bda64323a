import Files
import Glibc
import Synchronization

/// A terminal that is a screen for a while: keys come one by one, nothing is echoed, and what stood there before comes
/// back at the end, whatever that is.
///
/// Ctrl-C and Ctrl-Z go on sending their signals. There is one at a time.
public final class FullScreen {
    private let input: Int32
    private let output: Descriptor
    private var reader = KeyReader()

    /// Makes a screen of the terminal that both descriptors are; nil where they are none.
    public init?(input: Int32 = 0, output: Descriptor = .output) {
        guard isatty(input) == 1, output.isTerminal, unsafe tcgetattr(input, &savedSettings) == 0 else { return nil }
        self.input = input
        self.output = output
        savedInput.store(input, ordering: .relaxed)
        savedOutput.store(output.number, ordering: .relaxed)
        enter()
        Interruption.setCleanUp {
            FullScreen.restore()
            TemporaryFiles.removeAll()
        }
        for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
            _ = signal(number) { number in
                FullScreen.restore()
                _ = signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    deinit { leave() }

    /// Makes a screen of the terminal again, after ``leave()``. Nothing is shown on it.
    public func enter() {
        var settings = unsafe savedSettings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        settings.c_iflag &= ~tcflag_t(IXON | ICRNL)
        unsafe withUnsafeMutableBytes(of: &settings.c_cc) { keys in
            // Reading never waits; the indices are within the array.
            unsafe keys[Int(VMIN)] = 0
            unsafe keys[Int(VTIME)] = 0
        }
        isActive.store(true, ordering: .releasing)
        _ = unsafe tcsetattr(input, TCSADRAIN, &settings)
        output.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[0m\u{1B}[2J")
    }

    /// Gives the terminal back as it was.
    public func leave() { Self.restore() }

    /// May be called by a signal's handler: no more than a write and the terminal's settings.
    private static func restore() {
        guard isActive.exchange(false, ordering: .acquiring) else { return }
        let text: StaticString = "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"
        _ = unsafe write(savedOutput.load(ordering: .relaxed), text.utf8Start, text.utf8CodeUnitCount)
        _ = unsafe tcsetattr(savedInput.load(ordering: .relaxed), TCSANOW, &savedSettings)
    }

    /// The size now, in columns and rows.
    public var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(output.number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Shows text, unless the terminal takes none at the moment; false then.
    public func show(_ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        var waiting = pollfd(fd: output.number, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&waiting, 1, 0) == 1, waiting.revents & Int16(POLLOUT) != 0 else { return false }
        output.write(text)
        return true
    }

    /// The keys struck since the last call; does not wait.
    public func keys() -> [KeyStroke] {
        var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, 0) == 1, waiting.revents & Int16(POLLIN) != 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(input, &bytes, bytes.count)
        guard count > 0 else { return [] }
        return reader.keys(Array(bytes[..<count]))
    }
}

/// The terminal's settings before, read once and only written before `isActive` is set.
nonisolated(unsafe) private var savedSettings = termios()
private let savedInput = Atomic<Int32>(0)
private let savedOutput = Atomic<Int32>(1)
private let isActive = Atomic<Bool>(false)
