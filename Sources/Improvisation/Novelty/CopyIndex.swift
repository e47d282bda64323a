internal import Numerics

/// Which melodies of a corpus exist, as hashes: enough to know a copy, and nothing to play from.
///
/// Every run of eight notes of a solo is kept as a 24-bit hash of its seven intervals, in the order of the solo. A line
/// whose runs meet the index at position after position is copying that solo, in whatever key and rhythm: a stricter
/// notion than the same intervals in the same rhythm, and that much safer. A hash met by accident (two positions in ten
/// thousand per solo of the corpus) does not go on to the next position.
public struct CopyIndex: Sendable {
    /// Notes in a run that is looked up; no shorter copy is seen.
    public static let runNotes = 8
    static let runIntervals = runNotes - 1
    /// Wider intervals count as this wide.
    private static let widest = 13

    /// The solos' names, in order.
    public private(set) var names: [String] = []
    /// Where each solo's hashes begin.
    private var starts: [Int] = []
    /// The hash of each run, solo by solo.
    private var hashes: [UInt32] = []
    /// The first position with a hash, by the hash's lower bits; −1 for none. See ``next``.
    private var heads: [Int32] = []
    /// The next position in the same list of ``heads``.
    private var next: [Int32] = []
    private var bucketMask: UInt32 = 0

    /// An index of nothing.
    public init() {}

    /// The index of some lines of pitches; those of fewer than eight notes have nothing to copy.
    ///
    /// - Complexity: Linear in the notes.
    public init(_ lines: [(name: String, pitches: [Int])]) {
        for line in lines where line.pitches.count >= Self.runNotes {
            names.append(line.name)
            starts.append(hashes.count)
            let intervals = zip(line.pitches, line.pitches.dropFirst()).map { Self.clamped($1 - $0) }
            for start in 0...intervals.count - Self.runIntervals {
                hashes.append(Self.hash(intervals[start..<start + Self.runIntervals]))
            }
        }
        link()
    }

    /// The number of runs.
    public var count: Int { hashes.count }

    /// Both indices as one; the solos of `other` come after.
    public func merged(with other: CopyIndex) -> CopyIndex {
        var result = self
        result.names += other.names
        result.starts += other.starts.map { $0 + hashes.count }
        result.hashes += other.hashes
        result.link()
        return result
    }

    private mutating func link() {
        var buckets = 1024
        while buckets < hashes.count { buckets *= 2 }
        bucketMask = UInt32(buckets - 1)
        heads = [Int32](repeating: -1, count: buckets)
        next = [Int32](repeating: -1, count: hashes.count)
        // From the end, so that each list ascends.
        for position in hashes.indices.reversed() {
            let bucket = Int(hashes[position] & bucketMask)
            next[position] = heads[bucket]
            heads[bucket] = Int32(position)
        }
    }

    static func clamped(_ interval: Int) -> Int { min(max(interval, -widest), widest) }

    /// A 24-bit hash of seven clamped intervals (FNV-1a, folded).
    static func hash(_ intervals: ArraySlice<Int>) -> UInt32 {
        let hash = fnv1a(intervals.lazy.map { UInt64($0 + widest) })
        return UInt32(truncatingIfNeeded: (hash >> 48) ^ (hash >> 24) ^ hash) & 0xFF_FFFF
    }

    /// Calls `body` with each position whose run has this hash, in ascending order.
    func forEachPosition(of hash: UInt32, _ body: (Int) -> Void) {
        guard !heads.isEmpty else { return }
        var position = heads[Int(hash & bucketMask)]
        while position >= 0 {
            if hashes[Int(position)] == hash { body(Int(position)) }
            position = next[Int(position)]
        }
    }

    /// The hash at the position after `position`, unless another solo begins there.
    func hash(after position: Int) -> UInt32? {
        let following = position + 1
        return following < hashes.count && solo(at: following) == solo(at: position) ? hashes[following] : nil
    }

    /// The solo that a position belongs to.
    func solo(at position: Int) -> Int {
        starts.partitioningIndex { $0 > position } - 1
    }

    /// The fraction of the runs of a line of pitches that stand anywhere in the index: close to 1 for a solo that is in it,
    /// a third at most for others. 0 for a line of fewer than eight notes.
    public func fraction(knownOf pitches: [Int]) -> Double {
        guard pitches.count >= Self.runNotes, !heads.isEmpty else { return 0 }
        let intervals = zip(pitches, pitches.dropFirst()).map { Self.clamped($1 - $0) }
        let starts = 0...intervals.count - Self.runIntervals
        let known = starts.count { contains(Self.hash(intervals[$0..<$0 + Self.runIntervals])) }
        return Double(known) / Double(starts.count)
    }

    private func contains(_ hash: UInt32) -> Bool {
        var position = heads[Int(hash & bucketMask)]
        while position >= 0 {
            if hashes[Int(position)] == hash { return true }
            position = next[Int(position)]
        }
        return false
    }

    /// The longest run of notes that a line of pitches has in common with a solo of the index, and that solo's name;
    /// `nil` where not even eight notes are.
    ///
    /// - Parameter name: A solo not to be compared with: the line itself.
    public func longestCopy(in pitches: [Int], except name: String? = nil) -> (notes: Int, solo: String)? {
        var guarding = CopyGuard(self, mostNotes: .max)
        var longest: (notes: Int, solo: String)?
        for (last, pitch) in zip(pitches, pitches.dropFirst()) {
            guarding.accept(interval: pitch - last)
            for run in guarding.runs where run.notes > longest?.notes ?? 0 {
                let solo = names[solo(at: run.position)]
                if solo != name { longest = (run.notes, solo) }
            }
        }
        return longest
    }
}

// MARK: In a file

extension CopyIndex {
    /// The index as text: the names and the number of runs of each, a line apiece, then the hashes, four characters each.
    public var text: String {
        var bytes: [UInt8] = Array("\(Self.runNotes) \(names.count)\n".utf8)
        for (index, name) in names.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : hashes.count
            bytes += Array("\(end - starts[index]) \(name.split(separator: "\n").joined(separator: " "))\n".utf8)
        }
        for hash in hashes {
            for shift in [18, 12, 6, 0] { bytes.append(Self.alphabet[Int(hash >> UInt32(shift) & 63)]) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads an index from its ``text``; `nil` if it is none.
    public init?(text: String) {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        let bytes = Array(text.utf8)
        var offset = 0
        func line() -> ArraySlice<UInt8>? {
            guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { offset = end + 1 }
            return bytes[offset..<end]
        }
        func number(_ text: ArraySlice<UInt8>) -> Int? { Int(String(decoding: text, as: UTF8.self)) }
        guard let head = line()?.split(separator: UInt8(ascii: " ")), head.count == 2, number(head[0]) == Self.runNotes,
            let count = number(head[1]), count >= 0
        else { return nil }
        var total = 0
        for _ in 0..<count {
            guard let entry = line(), let space = entry.firstIndex(of: UInt8(ascii: " ")),
                let runs = number(entry[..<space]), runs > 0, runs <= bytes.count
            else { return nil }
            names.append(String(decoding: entry[(space + 1)...], as: UTF8.self))
            starts.append(total)
            total += runs
        }
        guard bytes.count - offset == 4 * total else { return nil }
        hashes.reserveCapacity(total)
        var index = offset
        while index < bytes.count {
            var hash: UInt32 = 0
            for offset in 0..<4 {
                let value = values[Int(bytes[index + offset])]
                guard value < 64 else { return nil }
                hash = hash << 6 | UInt32(value)
            }
            hashes.append(hash)
            index += 4
        }
        link()
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
