/// A strict JSON reader that pulls values from bytes and knows the offset of every flaw (RFC 8259).
///
/// Values are asked for one by one, so that no tree is built: a hostile file costs no more memory than what is kept of it.
/// Unlike most readers it refuses an object that has a key twice.
package struct JSONReader {
    package typealias Flaw = ModelFileError.Flaw

    /// A flaw and the place of it, in bytes from the start of the array.
    package struct Failure: Error, Equatable {
        package var offset: Int
        package var flaw: Flaw

        package init(offset: Int, flaw: Flaw) {
            self.offset = offset
            self.flaw = flaw
        }
    }

    private static let deepest = 64

    private let bytes: [UInt8]
    private let end: Int
    private var depth = 0
    /// The offset of the next byte to be read.
    package private(set) var offset: Int

    /// A reader of `bytes[range]`.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range \(range) of \(bytes.count) bytes")
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    /// A reader of a whole text.
    package init(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes, in: 0..<bytes.count)
    }

    /// Reads an object, calling `member` with the reader placed before each value, the key and the key's offset.
    package mutating func object(
        _ member: (inout JSONReader, String, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try open(UInt8(ascii: "{"), "an object")
        var keys: Set<String> = []
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                let start = offset
                let key = try string()
                guard keys.insert(key).inserted else { throw Failure(offset: start, flaw: .duplicateKey(key)) }
                guard take(UInt8(ascii: ":")) else { throw unexpected("a colon") }
                skipSpace()
                try member(&self, key, start)
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw unexpected("a comma or }") }
        }
        depth -= 1
    }

    /// Reads an array, calling `element` with the reader placed before each value.
    package mutating func array(_ element: (inout JSONReader) throws(Failure) -> Void) throws(Failure) {
        try open(UInt8(ascii: "["), "an array")
        if !take(UInt8(ascii: "]")) {
            repeat {
                skipSpace()
                try element(&self)
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw unexpected("a comma or ]") }
        }
        depth -= 1
    }

    /// Reads a string.
    package mutating func string() throws(Failure) -> String {
        let start = offset
        guard take(UInt8(ascii: "\"")) else { throw unexpected("a string") }
        var run = offset
        var text: [UInt8] = []
        while offset < end {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                text += bytes[run..<offset]
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw Failure(offset: start, flaw: .badString)
                }
                return string
            case UInt8(ascii: "\\"):
                text += bytes[run..<offset]
                text += String(try escape()).utf8
                run = offset
            case 0..<0x20:
                throw unexpected("a printable character")
            default:
                offset += 1
            }
        }
        throw unexpected("the end of a string")
    }

    /// Reads a number that is written as a non-negative integer.
    package mutating func integer() throws(Failure) -> Int {
        skipSpace()
        let start = offset
        guard let literal = numberLiteral(), literal.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            offset = start
            throw unexpected("an integer")
        }
        var value = 0
        for digit in literal {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(digit - 0x30))
            guard !overflow, !carry else { throw Failure(offset: start, flaw: .numberOutOfRange) }
            value = sum
        }
        return value
    }

    /// Reads a number.
    package mutating func number() throws(Failure) -> Double {
        skipSpace()
        let start = offset
        guard let literal = numberLiteral(), let value = Double(String(decoding: literal, as: UTF8.self)) else {
            offset = start
            throw unexpected("a number")
        }
        guard value.isFinite else { throw Failure(offset: start, flaw: .numberOutOfRange) }
        return value
    }

    /// The first byte of what comes next, white space passed over; nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return offset < end ? bytes[offset] : nil
    }

    /// Whether the next value is `null`, which is then consumed.
    package mutating func null() -> Bool {
        skipSpace()
        return takeWord("null")
    }

    /// Reads `true` or `false`.
    package mutating func boolean() throws(Failure) -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        guard takeWord("false") else { throw unexpected("true or false") }
        return false
    }

    /// Reads a value of any form and forgets it.
    package mutating func skip() throws(Failure) {
        skipSpace()
        switch offset < end ? bytes[offset] : 0 {
        case UInt8(ascii: "{"): try object { (reader, _, _) throws(Failure) in try reader.skip() }
        case UInt8(ascii: "["): try array { (reader) throws(Failure) in try reader.skip() }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t") where takeWord("true"): break
        case UInt8(ascii: "f") where takeWord("false"): break
        case UInt8(ascii: "n") where takeWord("null"): break
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
        default: throw unexpected("a value")
        }
    }

    /// Checks that nothing but white space follows.
    package mutating func finish() throws(Failure) {
        skipSpace()
        guard offset == end else { throw unexpected("the end") }
    }

    private mutating func open(_ bracket: UInt8, _ what: String) throws(Failure) {
        guard take(bracket) else { throw unexpected(what) }
        depth += 1
        guard depth <= Self.deepest else { throw Failure(offset: offset - 1, flaw: .tooDeep(limit: Self.deepest)) }
    }

    /// Reads what follows a backslash, joining a pair of surrogates.
    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        let start = offset
        offset += 1
        guard offset < end else { throw unexpected("an escape") }
        let letter = bytes[offset]
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            offset += 1
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return simple("\u{8}")
        case UInt8(ascii: "f"): return simple("\u{C}")
        case UInt8(ascii: "n"): return simple("\n")
        case UInt8(ascii: "r"): return simple("\r")
        case UInt8(ascii: "t"): return simple("\t")
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            if unit < 0xDC00, offset < end, bytes[offset] == UInt8(ascii: "\\") {
                offset += 1
                guard offset < end, bytes[offset] == UInt8(ascii: "u") else {
                    throw Failure(offset: start, flaw: .badString)
                }
                let low = try codeUnit()
                if 0xDC00...0xDFFF ~= low, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + low - 0xDC00) {
                    return scalar
                }
            }
            throw Failure(offset: start, flaw: .badString)
        default: throw unexpected("an escape")
        }
    }

    private mutating func simple(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        offset += 1
        return scalar
    }

    /// Reads `uXXXX`.
    private mutating func codeUnit() throws(Failure) -> UInt32 {
        offset += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard offset < end, let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue else {
                throw unexpected("a hexadecimal digit")
            }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    /// Consumes a number of JSON's grammar: no leading zeros, no bare point or exponent.
    private mutating func numberLiteral() -> ArraySlice<UInt8>? {
        let start = offset
        _ = takeByte(UInt8(ascii: "-"))
        if !takeByte(UInt8(ascii: "0")) {
            guard takeDigits() else { return nil }
        }
        if takeByte(UInt8(ascii: ".")) {
            guard takeDigits() else { return nil }
        }
        if takeByte(UInt8(ascii: "e")) || takeByte(UInt8(ascii: "E")) {
            if !takeByte(UInt8(ascii: "+")) { _ = takeByte(UInt8(ascii: "-")) }
            guard takeDigits() else { return nil }
        }
        return bytes[start..<offset]
    }

    private mutating func takeDigits() -> Bool {
        let start = offset
        while offset < end, 0x30...0x39 ~= bytes[offset] { offset += 1 }
        return offset > start
    }

    private mutating func takeByte(_ byte: UInt8) -> Bool {
        guard offset < end, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        return takeByte(byte)
    }

    private mutating func takeWord(_ word: String) -> Bool {
        let next = offset + word.utf8.count
        guard next <= end, bytes[offset..<next].elementsEqual(word.utf8) else { return false }
        offset = next
        return true
    }

    private mutating func skipSpace() {
        while offset < end {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private func unexpected(_ expected: String) -> Failure {
        let found: String
        if offset >= end {
            found = "the end"
        } else if 0x21...0x7E ~= bytes[offset] {
            found = String(Character(Unicode.Scalar(bytes[offset])))
        } else {
            found = "byte 0x" + String(bytes[offset], radix: 16)
        }
        return Failure(offset: offset, flaw: .unexpected(found: found, expected: expected))
    }
}
