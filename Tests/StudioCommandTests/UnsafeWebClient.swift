import Glibc

/// A client of HTTP that sends whatever it is told to, well-formed or not.
///
/// Buffers are arrays, whose length bounds every call.
struct WebClient {
    let port: Int

    struct Answer {
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// What stands behind a key of the JSON, up to its quote: enough for tests.
        func value(_ key: String) -> String? {
            guard let start = text.firstRange(of: "\"\(key)\":\"") else { return nil }
            return text[start.upperBound...].split(separator: "\"", omittingEmptySubsequences: false).first.map(
                String.init)
        }
    }

    /// A connection; nil where none is to be had.
    func connection() -> Int32? {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            Self.close(number)
            return nil
        }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        return number
    }

    static func close(_ number: Int32) { _ = Glibc.close(number) }

    static func send(_ bytes: [UInt8], to number: Int32) {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.send(number, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Sends bytes as they are, and reads until the other side closes.
    func raw(_ bytes: [UInt8]) -> Answer? {
        guard let number = connection() else { return nil }
        defer { Self.close(number) }
        Self.send(bytes, to: number)
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe recv(number, &part, part.count, 0)
            guard count > 0 else { break }
            all += part[..<count]
        }
        guard let end = all.firstRange(of: [13, 10, 13, 10]) else { return nil }
        let head = String(decoding: all[..<end.lowerBound], as: UTF8.self)
        let words = head.split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { return nil }
        return Answer(status: status, head: head, body: Array(all[end.upperBound...]))
    }

    /// Asks as a program does.
    func callAsFunction(
        _ method: String, _ path: String, json: String? = nil, headers: [String] = [], type: String = "application/json"
    ) -> Answer? {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for header in headers { head += header + "\r\n" }
        if let json { head += "Content-Type: \(type)\r\nContent-Length: \(json.utf8.count)\r\n" }
        return raw(Array((head + "\r\n" + (json ?? "")).utf8))
    }
}
