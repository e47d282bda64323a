/// Parts a text into words and the signs between them, whatever length it has.
///
/// A word is a run of letters, marks and digits, with apostrophes inside; all else are signs, spaces and line ends included.
struct WordReader {
    /// A word, or what stands between two.
    struct Unit {
        var values: [UInt32]
        var isWord: Bool
        /// Where it ends, in characters from the start.
        var end: Int
    }

    /// A longer word is in no vocabulary.
    static let longestWord = 255
    /// Longer signs, rules of dashes for instance, are parted.
    static let longestSigns = 16

    private var values: [UInt32] = []
    private var isWord = false
    private var apostrophe: UInt32?
    private var position = 0

    /// Takes the next character; `emit` is called with a unit that is complete.
    mutating func add(_ value: UInt32, _ emit: (Unit) -> Void) {
        let isLetter = Self.isLetter(value)
        if isWord {
            if isLetter {
                if let apostrophe { append(apostrophe) }
                apostrophe = nil
                append(value)
            } else if apostrophe == nil, value == 0x27 || value == 0x2019 {
                apostrophe = value
            } else {
                let held = apostrophe
                end(emit)
                if let held { values.append(held) }
                values.append(value)
            }
        } else if isLetter {
            end(emit)
            isWord = true
            values.append(value)
        } else {
            values.append(value)
        }
        position += 1
        if !isWord, values.count >= Self.longestSigns { end(emit) }
    }

    /// Gives up what is left at the end of a text.
    mutating func finish(_ emit: (Unit) -> Void) {
        let held = apostrophe
        end(emit)
        if let held {
            values.append(held)
            end(emit)
        }
    }

    private mutating func append(_ value: UInt32) {
        if values.count <= Self.longestWord { values.append(value) }
    }

    /// Ends the unit so far; an apostrophe at its end is not a part of it.
    private mutating func end(_ emit: (Unit) -> Void) {
        if !values.isEmpty {
            emit(Unit(values: values, isWord: isWord, end: position - (apostrophe == nil ? 0 : 1)))
        }
        values.removeAll(keepingCapacity: true)
        (isWord, apostrophe) = (false, nil)
    }

    /// Whether a character is a part of words.
    static func isLetter(_ value: UInt32) -> Bool {
        if value < 0x80 { return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 }
        guard let properties = Unicode.Scalar(value)?.properties else { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return properties.isAlphabetic || properties.numericType != nil
        }
    }
}
