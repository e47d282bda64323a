import Bookshelf
import Commands
import Files
import ModelFile
import Prose
import Sampling
import Terminal

/// Texts that are written side by side, put out one after the other.
///
/// The first that is not over goes out character by character; the others wait, whatever of them is there already. So
/// the output is at any time the beginning of what it would be if they were written one by one.
struct Pages {
    /// Whether nothing more can be put out, because the output failed or its reader has gone.
    private(set) var isCutOff = false
    private var failure: Failure?
    /// What became of the texts that were put out.
    private(set) var summary = Summary()
    private let opening: String
    private let layout: TextLayout
    /// Whether lines of records are put out and no text, which therefore needs no order of its own.
    private let areRecords: Bool
    /// Whether the texts are any bytes.
    private let isRaw: Bool
    private let file: Descriptor?
    private let path: String
    /// What is not written yet.
    private var pending = String.UnicodeScalarView()
    private var pendingCount = 0
    /// A file nobody reads yet is written in larger pieces.
    private let pieceLength: Int
    private var last: Unicode.Scalar = "\n"
    /// The number of the text that goes out; those before it are over.
    private var current = 0
    private var isOver = false
    /// The texts that are begun, from the current one on.
    private var waiting: [Text] = []

    private struct Text {
        var scalars = String.UnicodeScalarView()
        var characters = 0
        var reason: StopReason?
    }

    /// - Parameters:
    ///   - opening: What each text begins with.
    ///   - file: The open file that the texts go to, and its path; nil for standard output.
    ///   - areRecords: Whether ``add(record:to:)`` is used in place of characters.
    ///   - isRaw: Whether the texts are any bytes; see `RawText`.
    init(
        opening: String, layout: TextLayout, areRecords: Bool = false, isRaw: Bool = false,
        file: (descriptor: Descriptor, path: String)?
    ) {
        self.isRaw = isRaw
        self.opening = opening
        self.layout = layout
        self.areRecords = areRecords
        self.file = file?.descriptor
        path = file?.path ?? ""
        pieceLength = file == nil ? 1 : 1 << 14
    }

    /// Puts out what there is of the first text before anything of it is written.
    mutating func begin() { put(opening.unicodeScalars) }

    /// Takes the next character of a text.
    mutating func add(_ scalar: Unicode.Scalar, to number: Int) {
        guard !isOver else { return }
        reach(number)
        waiting[number - current].characters += 1
        if number == current { put(CollectionOfOne(scalar)) } else { waiting[number - current].scalars.append(scalar) }
    }

    /// Puts out a line that is no part of any text.
    mutating func heading(_ line: String) { put((line + "\n").unicodeScalars) }

    /// Takes the next record of a text, which stands for one character.
    mutating func add(record: String, to number: Int, isCharacter: Bool = true) {
        guard !isOver else { return }
        reach(number)
        if isCharacter { waiting[number - current].characters += 1 }
        let line = (record + "\n").unicodeScalars
        if number == current { put(line) } else { waiting[number - current].scalars.append(contentsOf: line) }
    }

    /// Takes note that a text is over.
    mutating func end(_ number: Int, _ reason: StopReason) {
        guard !isOver else { return }
        reach(number)
        waiting[number - current].reason = reason
    }

    /// Puts out the texts that are over and have none before them that is not; and what there is of the next.
    ///
    /// - Parameter count: The number of all texts.
    mutating func turn(of count: Int) {
        while !isOver, let first = waiting.first, let reason = first.reason {
            summary.add((first.characters, reason))
            summary.lines.end()
            // A text ends its last line, so that the next one, or the shell's prompt, begins on a new one.
            if !areRecords, last != "\n" || layout == .lines { put(CollectionOfOne("\n")) }
            waiting.removeFirst()
            current += 1
            isOver = reason == .interrupted || isCutOff || current == count
            guard !isOver else { return }
            if layout != .lines, !areRecords { put(CollectionOfOne("\n")) }
            put(opening.unicodeScalars)
            if let next = waiting.first { put(next.scalars) }
        }
    }

    /// Writes what is left.
    ///
    /// - Throws: ``Failure`` where the output has failed.
    mutating func finish() throws(Failure) {
        flush()
        if let failure { throw failure }
    }

    private mutating func reach(_ number: Int) {
        while waiting.count <= number - current { waiting.append(Text()) }
    }

    private mutating func put(_ scalars: some Collection<Unicode.Scalar>) {
        for scalar in scalars {
            last = scalar
            if scalar != "\n" { summary.lines.add(scalar) }
            pending.append(scalar)
            pendingCount += 1
        }
        if pendingCount >= pieceLength { flush() }
    }

    private mutating func flush() {
        if !isCutOff, pendingCount > 0 {
            do throws(Failure) { isCutOff = try !write(String(pending)) } catch { (isCutOff, failure) = (true, error) }
        }
        pending.removeAll(keepingCapacity: true)
        pendingCount = 0
    }

    /// - Returns: Whether there is still a reader.
    private func write(_ text: String) throws(Failure) -> Bool {
        guard let file else {
            // A terminal is shown what the bytes are.
            return try isRaw && !Descriptor.output.isTerminal ? Output.data(RawText.bytes(of: text)) : Output.data(text)
        }
        let code = isRaw ? file.write(RawText.bytes(of: text)) : file.write(text)
        guard code == 0 else { throw Failure(FileWriteError(path: path, code: code)) }
        return true
    }
}
