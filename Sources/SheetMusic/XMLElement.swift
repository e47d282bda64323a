/// An element of an XML document with all that is in it.
struct XMLElement {
    var name: String
    var attributes: [String: String]
    var children: [XMLElement] = []
    /// The characters directly inside.
    var text = ""
    /// The line on which it begins, from 1.
    var line: Int

    /// The first child of a name.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The children of a name.
    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of the first child of a name, without blanks around it.
    func text(_ name: String) -> String? { self[name]?.trimmed }

    /// The text without blanks around it.
    var trimmed: String {
        let head = text.drop(while: \.isWhitespace)
        return String(head[..<(head.lastIndex { !$0.isWhitespace }.map { head.index(after: $0) } ?? head.startIndex)])
    }

    /// The text of a child as a whole number.
    func number(_ name: String) -> Int? {
        text(name).flatMap { Int($0) ?? Double($0).flatMap { Int(exactly: $0.rounded()) } }
    }
}

/// Reads XML, an event at a time, as far as documents of data need it.
///
/// Extensible Markup Language (XML) 1.0, fifth edition. A document type is passed over; one that declares entities is
/// refused, so nothing in a file can grow beyond its own size, and nothing outside it is ever read.
struct XMLReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var open: [String] = []
    /// The name of the root element, once it has begun.
    private(set) var root: String?

    private static let mostDepth = 64
    /// Elements in one tree: many times those of the fullest measure.
    private static let mostElements = 200_000

    /// What stands in the document.
    private enum Event {
        case start(name: String, attributes: [String: String], isEmpty: Bool)
        case end(String)
        case text(String)
        case finished
    }

    /// - Throws: ``SheetMusicError/xml(line:fault:)`` for an encoding that is not read.
    init(_ bytes: [UInt8]) throws(SheetMusicError) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let isLittle = bytes[0] == 0xFF
            let units: [UInt16] = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
                let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                return isLittle ? second << 8 | first : first << 8 | second
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw .xml(line: 1, fault: "the text is damaged: it is no UTF-16")
            }
            self.bytes = Array(text.utf8)
            return
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        if String(validating: body, as: UTF8.self) != nil {
            self.bytes = body
        } else {
            let head = String(decoding: body.prefix(120), as: UTF8.self).lowercased()
            guard head.contains("iso-8859-1") || head.contains("latin1") || head.contains("windows-1252") else {
                throw .xml(line: 1, fault: "the text is not UTF-8; save it in that encoding")
            }
            var text = ""
            for byte in body { text.unicodeScalars.append(Unicode.Scalar(byte)) }
            self.bytes = Array(text.utf8)
        }
    }

    /// Goes through the children of the root element; each is handed over with all that is in it, but those of which
    /// `opens` says so are gone into, and their children handed over.
    ///
    /// - Parameters:
    ///   - opens: Whether to go into an element.
    ///   - body: Called with each element, after the names of those that it stands in.
    mutating func read(
        opens: (_ name: String) -> Bool,
        _ body: (_ path: [(name: String, attributes: [String: String])], XMLElement) throws(SheetMusicError) -> Void
    ) throws(SheetMusicError) {
        var path: [(name: String, attributes: [String: String])] = []
        while true {
            switch try next() {
            case .start(let name, let attributes, let isEmpty):
                if !isEmpty, path.isEmpty || opens(name) {
                    path.append((name, attributes))
                } else {
                    try body(
                        path,
                        isEmpty
                            ? XMLElement(name: name, attributes: attributes, line: line) : try tree(name, attributes))
                }
            case .end: if !path.isEmpty { path.removeLast() }
            case .text: break
            case .finished: return
            }
        }
    }

    /// An element that has begun, to its end.
    private mutating func tree(_ name: String, _ attributes: [String: String]) throws(SheetMusicError) -> XMLElement {
        var stack = [XMLElement(name: name, attributes: attributes, line: line)]
        var count = 1
        while true {
            switch try next() {
            case .start(let name, let attributes, let isEmpty):
                count += 1
                guard count <= Self.mostElements else {
                    throw .xml(
                        line: line, fault: "more than \(Self.mostElements) elements in one are too many for a sheet")
                }
                let element = XMLElement(name: name, attributes: attributes, line: line)
                if isEmpty { stack[stack.count - 1].children.append(element) } else { stack.append(element) }
            case .text(let text): stack[stack.count - 1].text += text
            case .end:
                let done = stack.removeLast()
                guard !stack.isEmpty else { return done }
                stack[stack.count - 1].children.append(done)
            case .finished: throw .xml(line: line, fault: "the file ends inside <\(name)>; is it whole?")
            }
        }
    }

    // MARK: Events

    private mutating func next() throws(SheetMusicError) -> Event {
        while true {
            guard offset < bytes.count else {
                guard open.isEmpty else {
                    throw .xml(line: line, fault: "the file ends inside <\(Self.shown(open.last))>; is it whole?")
                }
                guard root != nil else { throw .xml(line: line, fault: "there is no element in it") }
                return .finished
            }
            if bytes[offset] != UInt8(ascii: "<") {
                let start = offset
                while offset < bytes.count, bytes[offset] != UInt8(ascii: "<") { step() }
                let text = try unescaped(bytes[start..<offset])
                if open.isEmpty {
                    guard text.allSatisfy(\.isWhitespace) else {
                        throw .xml(line: line, fault: "text outside of the root element")
                    }
                    continue
                }
                return .text(text)
            }
            if starts("<!--") {
                try skip(to: "-->")
            } else if starts("<?") {
                try skip(to: "?>")
            } else if starts("<![CDATA[") {
                offset += 9
                let start = offset
                try skip(to: "]]>")
                guard !open.isEmpty else { throw .xml(line: line, fault: "text outside of the root element") }
                return .text(String(decoding: bytes[start..<offset - 3], as: UTF8.self))
            } else if starts("<!DOCTYPE") {
                try skipDocumentType()
            } else if starts("</") {
                offset += 2
                let name = try self.name()
                skipBlanks()
                try expect(">")
                guard let last = open.popLast(), last == name else {
                    throw .xml(line: line, fault: "</\(Self.shown(name))> ends what did not begin")
                }
                return .end(name)
            } else {
                return try startTag()
            }
        }
    }

    private mutating func startTag() throws(SheetMusicError) -> Event {
        offset += 1
        let name = try self.name()
        guard !open.isEmpty || root == nil else {
            throw .xml(line: line, fault: "a second root element, <\(Self.shown(name))>")
        }
        root = root ?? name
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if starts("/>") {
                offset += 2
                return .start(name: name, attributes: attributes, isEmpty: true)
            }
            if starts(">") {
                offset += 1
                open.append(name)
                guard open.count <= Self.mostDepth else {
                    throw .xml(line: line, fault: "elements stand more than \(Self.mostDepth) deep in each other")
                }
                return .start(name: name, attributes: attributes, isEmpty: false)
            }
            let key = try self.name()
            skipBlanks()
            try expect("=")
            skipBlanks()
            guard offset < bytes.count,
                let quote = [UInt8(ascii: "\""), UInt8(ascii: "'")].first(where: { $0 == bytes[offset] })
            else { throw .xml(line: line, fault: "the attribute \(Self.shown(key)) has no value in quotes") }
            step()
            let start = offset
            while offset < bytes.count, bytes[offset] != quote {
                guard bytes[offset] != UInt8(ascii: "<") else {
                    throw .xml(line: line, fault: "\"<\" stands in an attribute")
                }
                step()
            }
            let value = try unescaped(bytes[start..<offset])
            guard offset < bytes.count else {
                throw .xml(line: line, fault: "the file ends inside a tag; is it whole?")
            }
            step()
            guard attributes.updateValue(value, forKey: key) == nil else {
                throw .xml(line: line, fault: "the attribute \(Self.shown(key)) is given twice")
            }
        }
    }

    private mutating func skipDocumentType() throws(SheetMusicError) {
        var isInside = false
        while offset < bytes.count {
            let byte = bytes[offset]
            if starts("<!ENTITY") {
                throw .xml(line: line, fault: "the document declares entities, which are not read; export it once more")
            }
            if byte == UInt8(ascii: "[") { isInside = true }
            if byte == UInt8(ascii: "]") { isInside = false }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                step()
                while offset < bytes.count, bytes[offset] != byte { step() }
            } else if byte == UInt8(ascii: ">"), !isInside {
                offset += 1
                return
            }
            if offset < bytes.count { step() }
        }
        throw .xml(line: line, fault: "the file ends inside its document type; is it whole?")
    }

    // MARK: Characters

    private mutating func step() {
        if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += 1
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard offset + count <= bytes.count else { return false }
        return "\(text)".utf8.elementsEqual(bytes[offset..<offset + count])
    }

    private mutating func skip(to end: String) throws(SheetMusicError) {
        let end = Array(end.utf8)
        while offset + end.count <= bytes.count {
            if bytes[offset] == end[0], bytes[offset..<offset + end.count].elementsEqual(end) {
                offset += end.count
                return
            }
            step()
        }
        throw .xml(line: line, fault: "the file ends before \(String(decoding: end, as: UTF8.self)); is it whole?")
    }

    private mutating func skipBlanks() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { step() }
    }

    private mutating func expect(_ text: StaticString) throws(SheetMusicError) {
        guard starts(text) else { throw .xml(line: line, fault: "a tag is not well formed: \(text) is missing") }
        offset += text.utf8CodeUnitCount
    }

    private mutating func name() throws(SheetMusicError) -> String {
        let start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            let isName =
                byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x3A)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            guard isName else { break }
            offset += 1
        }
        guard offset > start, offset - start <= 200 else { throw .xml(line: line, fault: "a tag is not well formed") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Text with the five predefined entities and references to characters resolved.
    private func unescaped(_ slice: ArraySlice<UInt8>) throws(SheetMusicError) -> String {
        guard slice.contains(UInt8(ascii: "&")) else { return String(decoding: slice, as: UTF8.self) }
        let parts = String(decoding: slice, as: UTF8.self).split(separator: "&", omittingEmptySubsequences: false)
        var text = String(parts[0])
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: ";"), let scalar = Self.scalar(part[..<end]) else {
                throw .xml(
                    line: line,
                    fault: "\"&\(Self.shown(String(part.prefix(12))))\" is no character; & alone is written &amp;")
            }
            text.unicodeScalars.append(scalar)
            text += part[part.index(after: end)...]
        }
        return text
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        default:
            if name.hasPrefix("#x") {
                UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
            } else {
                nil
            }
        }
    }

    private static func shown(_ text: String?) -> String { String((text ?? "").prefix(24)) }
}
