import Testing
@testable import Web

@testable import Studio

@Suite struct SafetyTests {
    private func status(
        _ headers: [String], _ target: String = "/api/about", token: String? = nil, method: String = "GET"
    ) throws -> Int? {
        let head = "\(method) \(target) HTTP/1.1\r\n" + headers.joined(separator: "\r\n")
        return Safety(port: 8765, token: token).refusal(try HTTPRequest(head: Array(head.utf8)[...], connection: 1))?
            .status
    }

    @Test(arguments: ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"])
    func thisMachinesOwnNamesAreTaken(_ host: String) throws {
        #expect(try status(["Host: \(host)"]) == nil)
        #expect(
            try status(["Host: \(host)", "Origin: http://\(host.lowercased())", "Sec-Fetch-Site: same-origin"]) == nil)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost:8766",
        "127.0.0.1.evil.example:8765", "",
    ])
    func anotherNameForThisMachineIsRefused(_ host: String) throws {
        #expect(try status(["Host: \(host)"]) == 403)
    }

    @Test(arguments: [
        "Origin: http://evil.example", "Origin: null", "Origin: http://127.0.0.1:9999",
        "Origin: https://127.0.0.1:8765",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
    ]) func anotherPageIsRefused(_ header: String) throws {
        #expect(try status(["Host: 127.0.0.1:8765", header]) == 403)
    }

    @Test func aLinkFromElsewhereOpensThePageAndNothingElse() throws {
        let link = ["Host: 127.0.0.1:8765", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]
        #expect(
            try status(link, "/") == nil && status(link, "/api/about") == 403
                && status(link, "/", method: "POST") == 403)
    }

    @Test func whereATokenIsAskedForNothingGoesWithoutIt() throws {
        let token = "0123456789abcdef"
        #expect(try status(["Host: a:1"], token: token) == 401)
        #expect(try status(["Host: a:1", "Authorization: Bearer 0123456789abcdeF"], token: token) == 401)
        #expect(try status(["Host: a:1", "Authorization: Bearer \(token)"], token: token) == nil)
        #expect(try status(["Host: a:1", "Cookie: x=y; woodshed-token=\(token)"], token: token) == nil)
        #expect(try status(["Host: a:1"], "/?token=\(token)", token: token) == nil)
        #expect(try status(["Host: a:1"], "/api/about?token=\(token)", token: token) == 401)
        #expect(try status(["Host: a:1", "Origin: http://b:1", "Authorization: Bearer \(token)"], token: token) == 403)
    }
}
