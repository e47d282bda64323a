/// A request, its path and query taken apart (RFC 9112, RFC 3986).
package struct HTTPRequest: Sendable {
    package let method: String
    /// The segments of the path, decoded: "/a/b%20c" is ["a", "b c"], "/" is [].
    package let path: [String]
    /// The path as it was sent.
    package let rawPath: String
    /// The query's names and values, decoded; of a name that is given twice the first counts.
    package let query: [String: String]
    /// Names in small letters.
    package let headers: [String: String]
    package internal(set) var body: [UInt8] = []
    /// Tells connections apart.
    package let connection: Int
    let keepsAlive: Bool
    /// The bytes that follow as the body.
    let bodyLength: Int
    let expectsContinue: Bool

    package subscript(header: String) -> String? { headers[header] }
}

/// What is wrong with a request that cannot be answered.
package struct HTTPFault: Error, Equatable {
    package var status: Int
    package var message: String
}

extension HTTPRequest {
    /// The longest head: request line and headers.
    package static let mostHeadBytes = 16_384
    package static let mostHeaders = 64

    /// Reads a head without the empty line at its end.
    ///
    /// - Throws: ``HTTPFault`` for all that is not HTTP/1.0 or 1.1 to the letter: what two programs could read in two ways is
    ///   refused.
    init(head: ArraySlice<UInt8>, connection: Int) throws(HTTPFault) {
        guard let text = String(validating: head, as: UTF8.self),
            head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0D || $0 == 0x0A || $0 == 0x09 })
        else { throw HTTPFault(status: 400, message: "the request's head is not text") }
        var lines = Self.lines(text)
        guard !lines.contains(where: { $0.utf8.contains(0x0D) || $0.utf8.contains(0x0A) }) else {
            throw HTTPFault(status: 400, message: "a line of the request ends in no CR LF")
        }
        let first = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard first.count == 3, !first[0].isEmpty, first[0].utf8.allSatisfy(Self.isToken) else {
            throw HTTPFault(status: 400, message: "the first line of the request is none of HTTP")
        }
        guard first[2] == "HTTP/1.1" || first[2] == "HTTP/1.0" else {
            throw HTTPFault(status: 505, message: "only HTTP/1.1 is spoken here")
        }
        let isOld = first[2] == "HTTP/1.0"
        headers = try Self.headers(lines)
        let target = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard target[0].first == "/", !target[0].contains("#") else {
            throw HTTPFault(status: 400, message: "the request's target is no path")
        }
        rawPath = String(target[0])
        path = try Self.segments(target[0])
        query = try target.count > 1 ? Self.query(target[1]) : [:]
        method = String(first[0])
        self.connection = connection
        guard headers["transfer-encoding"] == nil else {
            throw HTTPFault(status: 411, message: "a body in pieces is not taken; send its Content-Length")
        }
        if let length = headers["content-length"] {
            guard !length.isEmpty, length.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
                throw HTTPFault(status: 400, message: "Content-Length is no number")
            }
            bodyLength = Int(length) ?? .max
        } else {
            bodyLength = 0
        }
        if !isOld, headers["host"] == nil { throw HTTPFault(status: 400, message: "the request names no Host") }
        let wish = headers["connection"]?.lowercased() ?? ""
        keepsAlive = isOld ? wish.contains("keep-alive") : !wish.contains("close")
        expectsContinue = headers["expect"]?.lowercased() == "100-continue"
    }

    /// The text cut at each CR LF, which is a single character to Swift.
    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\r\n" as Character, omittingEmptySubsequences: false)
    }

    private static func headers(_ lines: [Substring]) throws(HTTPFault) -> [String: String] {
        guard lines.count <= mostHeaders else {
            throw HTTPFault(status: 431, message: "the request has more than \(mostHeaders) headers")
        }
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else {
                throw HTTPFault(status: 400, message: "a header has no colon")
            }
            let name = line[..<colon]
            guard !name.isEmpty, name.utf8.allSatisfy(isToken) else {
                throw HTTPFault(status: 400, message: "a header has no name")
            }
            let key = name.lowercased()
            let value = trimmed(line[line.index(after: colon)...])
            if let other = headers[key] {
                guard !["host", "content-length", "transfer-encoding", "authorization", "origin"].contains(key) else {
                    throw HTTPFault(status: 400, message: "the header \(key) is given twice")
                }
                headers[key] = other + (key == "cookie" ? "; " : ", ") + value
            } else {
                headers[key] = value
            }
        }
        return headers
    }

    package static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// A path's segments; an empty one at the end is passed over.
    private static func segments(_ path: Substring) throws(HTTPFault) -> [String] {
        var segments: [String] = []
        var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        for part in parts {
            guard let segment = decoded(part, plusIsSpace: false), !segment.unicodeScalars.contains("\0") else {
                throw HTTPFault(status: 400, message: "the path is not text")
            }
            segments.append(segment)
        }
        return segments
    }

    private static func query(_ text: Substring) throws(HTTPFault) -> [String: String] {
        var values: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0], plusIsSpace: true),
                let value = decoded(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw HTTPFault(status: 400, message: "the query is not text") }
            if values[name] == nil { values[name] = value }
        }
        return values
    }

    /// A text with %XX for bytes; nil where it is none in UTF-8.
    static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let high = digit(rest.removeFirst()), let low = digit(rest.removeFirst()) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
    }
}
