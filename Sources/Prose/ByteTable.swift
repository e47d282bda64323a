import Files

/// A vocabulary of bytes and of sequences of bytes that byte-pair encoding has joined.
///
/// Ids follow the order in which the sequences were joined, so that the vocabulary alone says how a text is encoded: of all
/// neighbours that make a token together, those that make the one of the lowest id are joined first (Sennrich et al. 2016,
/// arXiv:1508.07909; over bytes as in Radford et al. 2019, "Language Models are Unsupervised Multitask Learners").
struct ByteTable: Sendable, Equatable {
    /// The sequences, in the order of their ids from 2 on; the 256 bytes first, each by its value.
    let pieces: [[UInt8]]
    /// Whether texts are any bytes, and not UTF-8 only.
    let holdsAnyBytes: Bool
    private let ids: [[UInt8]: Int32]

    static func == (one: ByteTable, other: ByteTable) -> Bool {
        one.holdsAnyBytes == other.holdsAnyBytes && one.pieces == other.pieces
    }

    init(joined: [[UInt8]], holdsAnyBytes: Bool) {
        pieces = (0...255).map { [UInt8($0)] } + joined
        self.holdsAnyBytes = holdsAnyBytes
        var ids: [[UInt8]: Int32] = [:]
        for (index, piece) in pieces.enumerated() { ids[piece] = Int32(index + Tokenizer.specials.count) }
        self.ids = ids
    }

    /// - Throws: `ProseError.badVocabulary` where the entries do not begin with the bytes, or one occurs twice.
    init(entries: [String], holdsAnyBytes: Bool) throws(ProseError) {
        var pieces: [[UInt8]] = []
        var seen: Set<[UInt8]> = []
        for (index, entry) in entries.enumerated() {
            let piece = entry.unicodeScalars.map { Self.byte(named: $0) }
            let bytes = piece.compactMap { $0 }
            guard bytes.count == piece.count, index < 256 ? bytes == [UInt8(index)] : bytes.count > 1,
                seen.insert(bytes).inserted
            else { throw .badVocabulary(entry: index + Tokenizer.specials.count, text: entry) }
            pieces.append(bytes)
        }
        guard pieces.count >= 256 else {
            throw .badVocabulary(entry: pieces.count + Tokenizer.specials.count, text: "")
        }
        self.init(joined: Array(pieces[256...]), holdsAnyBytes: holdsAnyBytes)
    }

    /// The entries of a model file, each byte under the name that GPT-2 has for it.
    var entries: [String] {
        pieces.map { piece in
            var name = String.UnicodeScalarView()
            for byte in piece { name.append(Self.names[Int(byte)]) }
            return String(name)
        }
    }

    /// Printable bytes of Latin-1 have their own names; the others follow from U+0100 on.
    private static let names: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (0...255).map { byte in
            if 0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || 0xAE...0xFF ~= byte { return Unicode.Scalar(UInt8(byte)) }
            defer { next += 1 }
            return Unicode.Scalar(next) ?? "?"
        }
    }()

    private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
        uniqueKeysWithValues: names.enumerated().map { ($1, UInt8($0)) })

    private static func byte(named name: Unicode.Scalar) -> UInt8? { bytes[name] }

    /// Calls `body` with the bytes of a character: one, where it stands for a byte that is no character; see `RawText`.
    @inline(__always)
    static func forEachByte(of value: UInt32, _ body: (UInt8) -> Void) {
        if value < 0x80 { return body(UInt8(value)) }
        if let byte = RawText.byte(value) { return body(byte) }
        guard let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) else { return body(0x3F) }
        for byte in bytes { body(byte) }
    }

    /// The tokens of a stretch of bytes that no token reaches beyond.
    ///
    /// - Complexity: O(k²) for k bytes, at most ``ByteUnits/longest``.
    func encode(_ bytes: [UInt8]) -> [Int32] {
        var parts = bytes.map { Int32($0) + Int32(Tokenizer.specials.count) }
        guard pieces.count > 256 else { return parts }
        if let whole = ids[bytes] { return [whole] }
        while parts.count > 1 {
            var best: (id: Int32, index: Int)?
            for index in 1..<parts.count {
                let pair = piece(parts[index - 1]) + piece(parts[index])
                if let id = ids[pair], best.map({ id < $0.id }) ?? true { best = (id, index) }
            }
            guard let best else { break }
            // All that are alike, from the left.
            let (left, right) = (parts[best.index - 1], parts[best.index])
            var joined: [Int32] = []
            var index = 0
            while index < parts.count {
                if index + 1 < parts.count, parts[index] == left, parts[index + 1] == right {
                    joined.append(best.id)
                    index += 2
                } else {
                    joined.append(parts[index])
                    index += 1
                }
            }
            parts = joined
        }
        return parts
    }

    /// The bytes of a token that is none of the marks.
    func piece(_ token: Int32) -> [UInt8] { pieces[Int(token) - Tokenizer.specials.count] }

    /// Makes tokens of a text, bit by bit.
    struct Encoder {
        private let table: ByteTable
        private var units = ByteUnits()
        private var known: [[UInt8]: [Int32]] = [:]
        private var characters = 0

        private static let mostKnown = 65_536

        init(_ table: ByteTable) { self.table = table }

        /// Takes a character; `emit` is called with each token that is certain, and where it ends.
        mutating func add(_ value: UInt32, _ emit: (Int32, Int) -> Void) {
            guard table.pieces.count > 256 else {
                characters += 1
                ByteTable.forEachByte(of: value) { emit(Int32($0) + Int32(Tokenizer.specials.count), characters) }
                return
            }
            var complete: [[UInt8]] = []
            units.add(value) { complete.append($0) }
            for unit in complete { take(unit, emit) }
        }

        mutating func finish(_ emit: (Int32, Int) -> Void) {
            var complete: [[UInt8]] = []
            units.finish { complete.append($0) }
            for unit in complete { take(unit, emit) }
            characters = 0
        }

        private mutating func take(_ unit: [UInt8], _ emit: (Int32, Int) -> Void) {
            let tokens: [Int32]
            if let some = known[unit] {
                tokens = some
            } else {
                tokens = table.encode(unit)
                if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
                known[unit] = tokens
            }
            for token in tokens {
                for byte in table.piece(token) where byte & 0xC0 != 0x80 { characters += 1 }
                emit(token, characters)
            }
        }
    }
}

/// Parts a text where no token of byte-pair encoding reaches across: before each word, number, run of signs, with the space
/// before it, and around other spaces.
struct ByteUnits {
    /// The bytes of a unit; a longer one is parted.
    static let longest = 64

    private enum Kind { case letters, digits, spaces, signs }

    private var bytes: [UInt8] = []
    private var kind = Kind.spaces

    mutating func add(_ value: UInt32, _ emit: ([UInt8]) -> Void) {
        let next = kind(of: value)
        // The last space before something is a part of it.
        let joins = next == kind || bytes == [0x20] && next != .spaces
        if !joins || bytes.count > Self.longest - 4 {
            if kind == .spaces, next != .spaces, bytes.count > 1, bytes.last == 0x20 {
                bytes.removeLast()
                emit(bytes)
                bytes = [0x20]
            } else {
                finish(emit)
            }
        }
        kind = next
        ByteTable.forEachByte(of: value) { bytes.append($0) }
    }

    mutating func finish(_ emit: ([UInt8]) -> Void) {
        if !bytes.isEmpty { emit(bytes) }
        bytes.removeAll(keepingCapacity: true)
    }

    private func kind(of value: UInt32) -> Kind {
        if value == 0x20 || 0x09...0x0D ~= value || value == 0x85 || value == 0xA0 { return .spaces }
        if value &- 0x30 < 10 { return .digits }
        if WordReader.isLetter(value) { return .letters }
        return kind == .letters && (value == 0x27 || value == 0x2019) ? .letters : .signs
    }
}
