/// Ends a text where one of some strings appears in it.
///
/// Characters come one by one; what may be the beginning of a stop string is held back until it is certain. The first
/// string that is complete ends the text, the longest if several are at once, and is no part of it.
public struct StopStrings: Sendable {
    private let strings: [[Unicode.Scalar]]
    /// What is held back.
    private var held: [Unicode.Scalar] = []

    /// - Throws: `SamplingError.optionOutOfRange` for an empty string.
    public init(_ strings: [String] = []) throws(SamplingError) {
        guard !strings.contains("") else {
            throw .optionOutOfRange(option: "a stop string", value: "empty", expected: "one character or more")
        }
        // The longest first.
        self.strings = strings.map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
    }

    /// Takes a character.
    ///
    /// - Parameter deliver: Called with each character that is certain to be a part of the text.
    /// - Returns: Whether the text is over.
    public mutating func add(_ scalar: Unicode.Scalar, deliver: (Unicode.Scalar) -> Void) -> Bool {
        guard !strings.isEmpty else {
            deliver(scalar)
            return false
        }
        held.append(scalar)
        if let found = strings.first(where: { held.count >= $0.count && held.suffix($0.count).elementsEqual($0) }) {
            for scalar in held.dropLast(found.count) { deliver(scalar) }
            held.removeAll(keepingCapacity: true)
            return true
        }
        let partial = strings.reduce(0) { longest, string in
            let most = min(held.count, string.count - 1)
            guard most > longest else { return longest }
            return stride(from: most, to: longest, by: -1).first { held.suffix($0).elementsEqual(string[..<$0]) }
                ?? longest
        }
        for scalar in held.dropLast(partial) { deliver(scalar) }
        held.removeFirst(held.count - partial)
        return false
    }

    /// Gives up what is held back, where the text has ended otherwise.
    public mutating func finish(deliver: (Unicode.Scalar) -> Void) {
        for scalar in held { deliver(scalar) }
        held.removeAll(keepingCapacity: true)
    }
}
