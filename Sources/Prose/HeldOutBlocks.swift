import Numerics

/// What is held out of a corpus to measure by, and never learned.
public enum HoldOut: String, CaseIterable, Codable, Sendable {
    /// Blocks from all over the text, or every tenth line; what occurs more than once is all on one side.
    case blocks
    /// The last tenth, as nanoGPT and char-rnn do it: for comparison with their figures.
    case last
}

/// Chooses a tenth of one long text: blocks from all over it, so that each of its parts is learned and measured.
///
/// The text is cut into units, which are lines as a rule. A unit that occurs again goes to the side that the first one
/// is on: what was learned is not asked for in the measurement.
struct HeldOutBlocks {
    /// The characters held out, in order, without the empty.
    private(set) var blocks: [Range<Int>] = []
    /// The characters of units that repeat an earlier one.
    private(set) var repeatedCharacters = 0
    /// Whether each is on the side of the first.
    private(set) var areTogether = true

    /// A repeated unit of fewer characters may be chance: the name of a speaker, a refrain.
    private static let shortestRepeat = 40
    /// Each unit costs some tens of bytes of memory.
    static let mostUnits = 1 << 20
    /// Of so many blocks most texts are held out; of a short one fewer, for a block needs some length.
    private static let usualBlocks = 40
    private static let shortestBlock = 64
    private static let longestBlock = 1 << 16

    private struct Unit {
        var start: Int
        var hash: UInt64
    }

    /// - Complexity: O(n) for n characters, which are read once.
    init(_ corpus: Corpus) {
        let count = corpus.characterCount
        let length = min(
            max(count / (10 * Self.usualBlocks), min(Self.shortestBlock, count / 10)), Self.longestBlock)
        let units = Self.units(of: corpus, around: length)
        var repeats = Repeats(units.map(\.hash))
        blocks = choose(units, &repeats, count: count, length: max(1, length))
        // A text that says a few things over and over has nothing of its own to hold out.
        if blocks.reduce(0, { $0 + $1.count }) < count / 50 + 1 {
            var none = Repeats([])
            let characters = repeatedCharacters
            blocks = choose(units, &none, count: count, length: max(1, length))
            (repeatedCharacters, areTogether) = (characters, false)
        }
        if blocks.isEmpty { blocks = [count - max(1, count / 10)..<count] }
    }

    private mutating func choose(
        _ units: [Unit], _ repeats: inout Repeats, count: Int, length: Int
    ) -> [Range<Int>] {
        func range(_ index: Int) -> Range<Int> {
            units[index].start..<(index + 1 < units.count ? units[index + 1].start : count)
        }
        var repeated = 0
        for index in units.indices where repeats.isRepeated(units[index].hash) { repeated += range(index).count }
        // Where most of the text is there more than once, short units are no chance either.
        let shortest = 2 * repeated > count ? 1 : Self.shortestRepeat
        var chosen: [Range<Int>] = []
        var (fresh, held) = (0, 0)
        var (isHeld, isCopy) = (false, false)
        repeatedCharacters = 0
        for index in units.indices {
            let (characters, hash) = (range(index), units[index].hash)
            let counts = characters.count >= shortest && repeats.isRepeated(hash)
            if counts, let side = repeats.sides[hash] {
                (isHeld, isCopy) = (side, true)
            } else if counts || !isCopy || characters.count >= Self.shortestRepeat {
                let stretch = fresh / (10 * length)
                isHeld = fresh % (10 * length) >= Self.slot(stretch) * length && held < (stretch + 1) * length
                // What is a large part of the text has to be learned.
                if counts, repeats.count(hash) * characters.count > count / 20 { isHeld = false }
                isCopy = false
                fresh += characters.count
                if isHeld { held += characters.count }
                if counts { repeats.sides[hash] = isHeld }
            }
            // A short unit after a copy most likely is a part of it.
            if isCopy { repeatedCharacters += characters.count }
            guard isHeld else { continue }
            if let last = chosen.last, last.upperBound == characters.lowerBound {
                chosen[chosen.count - 1] = last.lowerBound..<characters.upperBound
            } else {
                chosen.append(characters)
            }
        }
        return chosen
    }

    /// Which of the ten parts of a stretch of the text is held out: not always the same, in case the text has a period.
    /// The beginning of the text is learned.
    private static func slot(_ stretch: Int) -> Int {
        var random = SplitMix64(seed: UInt64(stretch))
        let slot = Int(random.next() % 10)
        return stretch == 0 ? max(1, slot) : slot
    }

    /// Cuts the text where only what stands around a place decides, so that the same text is cut the same anywhere.
    private static func units(of corpus: Corpus, around length: Int) -> [Unit] {
        let count = corpus.characterCount
        let lines = corpus.counts["\n"] + 1
        let spaces = corpus.counts[" "] + 1
        // Lines where they are short enough; else a few words, or a few characters of a text without spaces.
        let areLines = count / lines <= 4 * length
        let areWords = !areLines && count / spaces <= length
        let boundaries = areLines ? lines : areWords ? spaces : count
        let wanted = areLines ? Self.mostUnits : min(Self.mostUnits, max(1, 2 * count / max(1, length)))
        let modulus = UInt64(max(1, boundaries / wanted))
        var units = [Unit(start: 0, hash: 0)]
        // The last four characters decide where to cut.
        var (hash, recent, offset) = (TextHash(), 0 as UInt64, 0)
        corpus.forEachValue(0..<count) { value in
            hash.add(value)
            recent = recent << 16 ^ UInt64(value)
            offset += 1
            let isEnd = value == 0x0A ? true : areLines ? false : !areWords || value == 0x20
            guard isEnd, offset < count else { return }
            if modulus > 1, !(value == 0x0A && !areLines) {
                let mixed = (recent ^ recent >> 29) &* 0xBF58_476D_1CE4_E5B9
                guard (mixed >> 32) % modulus == 0 else { return }
            }
            units[units.count - 1].hash = hash.value
            units.append(Unit(start: offset, hash: 0))
            hash = TextHash()
        }
        units[units.count - 1].hash = hash.value
        return units
    }
}
