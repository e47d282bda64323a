import Commands
import ModelFile
import Prose
import Sampling

/// Texts that are written side by side, put out one after the other.
///
/// The first that is not over goes out character by character; the others wait, whatever of them is there already. So
/// the output is at any time the beginning of what it would be if they were written one by one.
struct Pages {
    /// Whether nothing more can be put out, because standard output failed or its reader has gone.
    private(set) var isCutOff = false
    private var failure: Failure?
    /// What became of the texts that were put out.
    private(set) var summary = Summary()
    private let opening: String
    private let layout: TextLayout
    private let path: String?
    private var collected = ""
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
    ///   - path: The file the texts go to; nil for standard output.
    init(opening: String, layout: TextLayout, path: String?) {
        self.opening = opening
        self.layout = layout
        self.path = path
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
            // A text ends its last line, so that the next one, or the shell's prompt, begins on a new one.
            if last != "\n" || layout == .lines { put(CollectionOfOne("\n")) }
            waiting.removeFirst()
            current += 1
            isOver = reason == .interrupted || isCutOff || current == count
            guard !isOver else { return }
            if layout == .document { put(CollectionOfOne("\n")) }
            put(opening.unicodeScalars)
            if let next = waiting.first { put(next.scalars) }
        }
    }

    /// Writes the file, if there is one.
    ///
    /// - Throws: `FileWriteError`; ``Failure`` where standard output has failed.
    func finish() throws {
        if let path { try AtomicFile.write(Array(collected.utf8), to: path) }
        if let failure { throw failure }
    }

    private mutating func reach(_ number: Int) {
        while waiting.count <= number - current { waiting.append(Text()) }
    }

    private mutating func put(_ scalars: some Collection<Unicode.Scalar>) {
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            last = scalar
            if path == nil { text.append(scalar) } else { collected.unicodeScalars.append(scalar) }
        }
        guard path == nil, !isCutOff, !text.isEmpty else { return }
        do throws(Failure) {
            isCutOff = try !Output.data(String(text))
        } catch {
            (isCutOff, failure) = (true, error)
        }
    }
}
