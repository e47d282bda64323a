import Testing

@testable import Web

@Suite struct HTTPRequestTests {
    private func request(_ head: String) throws -> HTTPRequest {
        try HTTPRequest(head: Array(head.utf8)[...], connection: 1)
    }

    private func status(_ head: String) -> Int? {
        do {
            _ = try request(head)
            return nil
        } catch {
            return (error as? HTTPFault)?.status
        }
    }

    @Test func partsAreTakenApart() throws {
        let found = try request("GET /a/b%20c/?x=1+2&y=%C3%A9&x=3 HTTP/1.1\r\nHost: here\r\nX-A:  b \r\nx-a: c")
        #expect(found.method == "GET" && found.path == ["a", "b c"] && found.rawPath == "/a/b%20c/")
        #expect(found.query == ["x": "1 2", "y": "é"])
        #expect(found["host"] == "here" && found["x-a"] == "b, c" && found.keepsAlive && found.bodyLength == 0)
        #expect(try request("GET / HTTP/1.0").keepsAlive == false)
        #expect(try request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nConnection: close").bodyLength == 12)
    }

    @Test(arguments: [
        ("GET", 400), ("GET /", 400), ("GET / HTTP/2.0\r\nHost: a", 505), ("G T / HTTP/1.1", 400),
        ("GET http://a/ HTTP/1.1\r\nHost: a", 400), ("GET / HTTP/1.1", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded", 400), ("GET / HTTP/1.1\r\nHost : a", 400),
        ("GET / HTTP/1.1\nHost: a", 400), ("GET /%zz HTTP/1.1\r\nHost: a", 400), ("GET /%00 HTTP/1.1\r\nHost: a", 400),
        ("GET /%ff HTTP/1.1\r\nHost: a", 400), ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked", 411),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1", 400),
    ]) func whatTwoProgramsCouldReadInTwoWaysIsRefused(_ head: String, _ expected: Int) {
        #expect(status(head) == expected, "\(head)")
    }

    @Test func headersAreLimitedInNumber() {
        let many = (0...HTTPRequest.mostHeaders).map { "X-\($0): 1" }.joined(separator: "\r\n")
        #expect(status("GET / HTTP/1.1\r\nHost: a\r\n" + many) == 431)
    }

    @Test func aHeadThatIsCutOrDamagedNeverTraps() {
        let whole = Array("POST /a/%41?b=%C3%A9 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nCookie: a=b; c=d".utf8)
        for count in whole.indices { _ = try? HTTPRequest(head: whole[..<count], connection: 1) }
        for index in whole.indices {
            for byte in [UInt8(0), 0x0A, 0x0D, 0x20, 0x25, 0x3A, 0x7F, 0xFF] {
                var damaged = whole
                damaged[index] = byte
                _ = try? HTTPRequest(head: damaged[...], connection: 1)
            }
        }
    }
}
