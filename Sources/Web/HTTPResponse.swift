/// An answer.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Bytes that may still be coming; see ``ByteStream``. From `start` on, so many, all where nil.
        case stream(ByteStream, start: Int = 0, count: Int? = nil)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body
    /// What is still to be done when the answer is on its way.
    package var afterwards: (@Sendable () -> Void)?

    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ status: Int = 200, type: String, _ text: String) {
        self.init(status, headers: [("Content-Type", type)], body: .bytes(Array(text.utf8)))
    }

    /// The head as it is sent.
    ///
    /// - Parameter isPlain: Whether the client takes no chunks (HTTP/1.0): a body of unknown length ends with the connection.
    func head(keepsAlive: Bool) -> (bytes: [UInt8], isChunked: Bool) {
        var text = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
        for (name, value) in headers { text += "\(name): \(Self.inOneLine(value))\r\n" }
        var isChunked = false
        switch body {
        case .bytes(let bytes): if status != 204, status != 304 { text += "Content-Length: \(bytes.count)\r\n" }
        case .stream(let stream, let start, let count):
            if let length = count ?? stream.length.map({ $0 - start }) {
                text += "Content-Length: \(length)\r\n"
            } else {
                text += "Transfer-Encoding: chunked\r\n"
                isChunked = true
            }
        }
        text += keepsAlive ? "\r\n" : "Connection: close\r\n\r\n"
        return (Array(text.utf8), isChunked)
    }

    /// No header can begin another.
    private static func inOneLine(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
