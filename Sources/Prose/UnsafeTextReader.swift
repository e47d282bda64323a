/// Reads characters one after the other from bytes that were found to be UTF-8 once.
///
/// The file may have been changed since, so any bytes give some characters, and none beyond the end is touched. A reader
/// must not outlive the closure that the bytes were lent to.
@safe struct TextReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The offset of the next character.
    private(set) var offset: Int

    init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        precondition(offset >= 0, "a text from offset \(offset) on")
        unsafe self.bytes = unsafe bytes.bindMemory(to: UInt8.self)
        self.offset = offset
    }

    /// The value of the next character; nil at the end. A value that is no scalar comes from a file that was changed.
    @inline(__always)
    mutating func next() -> UInt32? {
        guard unsafe offset < bytes.count else { return nil }
        let lead = unsafe UInt32(bytes[offset])
        if lead < 0x80 {
            offset += 1
            guard lead == 0x0D else { return lead }
            // CR and CR LF are a line's end, as LF is.
            if unsafe offset < bytes.count, unsafe bytes[offset] == 0x0A { offset += 1 }
            return 0x0A
        }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard unsafe offset + length <= bytes.count else {
            unsafe offset = bytes.count
            return nil
        }
        // `length` bytes from the offset lie within the buffer.
        let second = unsafe UInt32(bytes[offset + 1]) & 0x3F
        var value: UInt32
        switch length {
        case 2: value = (lead & 0x1F) << 6 | second
        case 3: unsafe value = (lead & 0x0F) << 12 | second << 6 | UInt32(bytes[offset + 2]) & 0x3F
        default:
            value = (lead & 0x07) << 18 | second << 12
            unsafe value |= (UInt32(bytes[offset + 2]) & 0x3F) << 6 | UInt32(bytes[offset + 3]) & 0x3F
        }
        offset += length
        return value
    }
}

extension Corpus {
    /// Appends the tokens of some characters; unknown ones where the file has lost them.
    ///
    /// - Complexity: O(k) for k characters, and up to a thousand characters to be passed over where not all are ASCII.
    func appendTokens(_ range: Range<Int>, _ table: CharacterTable, to tokens: inout [Int32]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= characterCount, "\(range) of \(characterCount)")
        let end = tokens.count + range.count
        tokens.reserveCapacity(end)
        _ = unsafe bytes.withBytes { bytes in
            var reader = unsafe reader(bytes, at: range.lowerBound)
            let first = reader.offset
            while tokens.count < end, let value = reader.next() { tokens.append(table.token(value)) }
            self.bytes.noteReading(first..<reader.offset)
        }
        while tokens.count < end { tokens.append(Int32(Tokenizer.unknown)) }
    }

    /// Calls `body` with the value of each character of a range, the text being read a stretch at a time; stops early
    /// where the file has been cut.
    func forEachValue(_ range: Range<Int>, _ body: (UInt32) -> Void) {
        var offset: Int?
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
            let count = min(1 << 20, range.upperBound - start)
            let isRead: Void? = unsafe bytes.withBytes { bytes in
                var reader =
                    if let offset { unsafe TextReader(bytes, at: offset) } else { unsafe reader(bytes, at: start) }
                let first = reader.offset
                defer { self.bytes.noteReading(first..<reader.offset) }
                for _ in 0..<count {
                    guard let value = reader.next() else { return }
                    body(value)
                }
                offset = reader.offset
            }
            if isRead == nil { return }
        }
    }

    /// The text of some characters.
    package func text(_ range: Range<Int>) -> String {
        var scalars = String.UnicodeScalarView()
        forEachValue(range) { scalars.append(Unicode.Scalar($0) ?? "\u{FFFD}") }
        return String(scalars)
    }

    /// The whole text.
    package var text: String { text(0..<characterCount) }

    private func reader(_ bytes: UnsafeRawBufferPointer, at character: Int) -> TextReader {
        guard !index.isEmpty, character < characterCount else {
            return unsafe TextReader(bytes, at: index.isEmpty ? start + character : bytes.count)
        }
        var reader = unsafe TextReader(bytes, at: index[character / TextScan.indexStep])
        for _ in 0..<character % TextScan.indexStep { _ = reader.next() }
        return reader
    }
}
