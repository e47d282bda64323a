import CLibedit
import Glibc

/// Reads lines that a person types: with editing and history at a terminal where libedit is installed, plainly elsewhere.
@safe public struct LineReader {
    private let editor: UnsafePointer<clibedit_functions>?
    private let isTerminal: Bool
    /// What was read beyond the last line.
    private var pending: [UInt8] = []
    private var isOver = false

    public init() {
        isTerminal = isatty(0) == 1 && isatty(1) == 1
        unsafe editor = isTerminal ? clibedit_load() : nil
    }

    /// Whether lines can be edited.
    public var edits: Bool { unsafe editor != nil }

    /// The next line, without its end; nil at the end of the input.
    ///
    /// - Parameter prompt: Shown at a terminal only.
    public mutating func line(prompt: String) -> String? {
        if let editor = unsafe editor {
            // The library gives a string that ends in zero, and that is freed here.
            guard let text = unsafe prompt.withCString({ unsafe editor.pointee.readline($0) }) else { return nil }
            defer { unsafe free(text) }
            if unsafe text[0] != 0 { _ = unsafe editor.pointee.add_history(text) }
            return unsafe String(
                decoding: UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) },
                as: UTF8.self)
        }
        if isTerminal { Descriptor.output.write(prompt) }
        return plainLine()
    }

    private mutating func plainLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            guard !isOver else {
                guard !pending.isEmpty else { return nil }
                defer { pending = [] }
                return String(decoding: pending, as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            // At most chunk.count bytes are written to the chunk's own storage.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(0, $0.baseAddress, $0.count) }
            if count > 0 { pending += chunk[..<count] } else if count == 0 || errno != EINTR { isOver = true }
        }
    }
}
